# /// exercise
# title = "How many exceptions break a shortcut?"
# kind = "investigate"
# difficulty = 3
# minutes = 40
# practices = ["shortcuts", "reading an experiment"]
# ///

# %% [markdown]
# In the chapter about 95 of 100 training digits had the tint of their class, and a network
# relied partly on the tint. Continue at the end of the chapter's notebook (the page has no
# PyTorch), with its `tinted`, `x`, `y`, `x_new`, `y_new`, `test_mixed` and `fitted`. A training
# run takes a few seconds.
#
# 1. Let the fraction of tints set by the class be 1, 0.99, 0.95, 0.9, 0.7 and 0 (random). Train
#    `vision.strided_net(3)` as `judged` does, with two seeds each, and measure the accuracy on
#    the test digits with tints by class, `tinted(x_new, y_new)`, and with tints at random.
# 2. At 0.95, which helps more: four times as many steps, or four times as many digits
#    (`digits.x_train[:20_000]`, tinted in the same way, for as many steps as before)?
# 3. Change one thing about the *images* that a user could change, too, so that the
#    shortcut is gone at a fraction of 1. What does it cost when color carries a message?
#
# Deliver a figure of both curves with their spread, a table for 2, and six sentences. Success:
# a reader knows which numbers one would have seen without the second test set, and what to
# collect.

# %% [markdown] tags=["rubric"]
# A good answer
#
# 1. shows accuracy with tints by class near 100% at all fractions but the lowest, and accuracy
#    with random tints near 10% at a fraction of 1, rising steeply between 1 and 0.9;
# 2. counts the exceptions: at 0.99 there are about 45 images among 5,000 whose tint is not
#    that of their class (one random tint in ten is right by chance);
# 3. says that the first curve is all that the overall accuracy on a validation split of the
#    same data would show, and that the accuracy on its disloyal images alone would have told;
# 4. compares steps and digits with the same settings otherwise, gives both seeds, and says that
#    there is no difference if it lies within their spread;
# 5. makes images gray, or inverts or jitters their colors in training, checks it on both test
#    sets, and names what is lost: ripe and unripe fruit would look alike in gray;
# 6. recommends collecting exceptions (each digit from each scanner) before more of the same.
