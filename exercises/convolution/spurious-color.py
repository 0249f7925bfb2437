# /// exercise
# title = "How many exceptions break a shortcut?"
# kind = "investigate"
# difficulty = 3
# minutes = 40
# practices = ["shortcuts", "reading an experiment"]
# ///

# %% [markdown]
# In the chapter 95 of 100 training digits had the tint of their class, and a network took the
# tint for the class. Use `tinted`, `x`, `y`, `x_new`, `y_new`, `test_class`, `test_mixed` and
# `fitted` of the chapter.
#
# 1. Let the share of loyal tints be 1, 0.99, 0.95, 0.9, 0.7 and 0.1 (tints at random). Train
#    `vision.strided_net(3)` as `judged` does, with two seeds each, and measure the share that
#    is read right with tints by class and with tints at random.
# 2. At 0.95, which helps more: four times as many epochs, or four times as many digits?
# 3. Change one thing about the *pictures* that a user of the network could do, too, so that the
#    shortcut is gone at a share of 1. What does it cost when color carries a message?
#
# Deliver a figure of both curves with their spread, a table for 2, and six sentences. Success:
# a reader knows which numbers one would have seen without the second test set, and what to
# collect.

# %% [markdown] tags=["rubric"]
# A good answer
#
# 1. shows accuracy with tints by class near 100% at all shares but the lowest, and accuracy
#    with random tints near 10% at a share of 1, rising steeply between 1 and 0.9;
# 2. counts the exceptions: at 0.99 there are about 45 pictures among 5,000 whose tint is not
#    their class's (one random tint in ten is right by chance);
# 3. says that the first curve is all that a validation split of the same data would show;
# 4. compares epochs and digits with the same settings otherwise, gives both seeds, and calls a
#    difference below the spread none;
# 5. makes pictures gray, or inverts or jitters their colors in training, checks it on both test
#    sets, and names what is lost: ripe and unripe fruit would look alike in gray;
# 6. recommends collecting exceptions (each digit from each scanner) before more of the same.
