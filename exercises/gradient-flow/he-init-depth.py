# /// exercise
# title = "How deep do He's weights carry?"
# kind = "investigate"
# difficulty = 4
# minutes = 40
# practices = ["gradient flow", "fair comparisons", "reading an experiment"]
# ///

# %% [markdown]
# With He's weights, 10 layers of 32 units learned and 100 did not. Where between them does it
# end, and what decides? Use `train_three`, `flow`, `CURES` and `WIDTH` of the chapter
# (`WIDTH` is read each time a network is made).
#
# 1. For widths 16, 32 and 64, measure the accuracy of "He's weights" at 5, 10, 20, 30 and 50
#    layers, with two seeds. For each depth, choose the step size on validation digits
#    (`pixels[50_000:]`, scaled as `X` is; `train_three` judges on the test digits, so change
#    that).
# 2. For the same networks, before training, measure the mean cosine of two digits in the last
#    hidden layer, and how much the size of adjoints differs from start to start.
# 3. Choose *one* change that might carry He's weights deeper (three times as many steps;
#    momentum; orthogonal weights times √2; a bias that starts above zero). Predict what it
#    does. Then test.
#
# Deliver one figure with two panels (accuracy by depth, cosine by depth) and five sentences.
# Success: a reader can tell from your cosines at which depth a network of a fourth width will
# stop learning, and you have checked it there.

# %% [markdown] tags=["rubric"]
# A good answer
#
# 1. shows spread over seeds, says which step sizes were tried, and keeps the test digits for
#    the end;
# 2. finds that accuracy falls gradually, between about 10 and 30 layers, and not at one
#    depth;
# 3. finds that the cosine hardly depends on the width while the scatter of sizes between
#    starts shrinks with it, and uses both in the explanation;
# 4. does not claim that "He's weights cannot train 50 layers": with more steps, another step
#    size or another optimizer some do; the statement is about this budget;
# 5. commits to a prediction for the one change before running it, and reports it if it was
#    wrong;
# 6. checks the explanation on a width that was not used to find it.
