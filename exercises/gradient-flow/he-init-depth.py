# /// exercise
# title = "How deep do He's weights carry?"
# kind = "investigate"
# difficulty = 4
# minutes = 40
# practices = ["gradient flow", "fair comparisons", "reading an experiment"]
# ///

# %% [markdown]
# With He's weights, networks of 10 layers of 32 units learned in 90 steps, and networks of 100
# did not. At what depth does learning end, and what decides it? Use `train`, `accuracy_of` and
# `effective_rank` of the chapter, and copy its `build_network` and `plain` with an argument for
# the width.
#
# 1. For widths 16, 32 and 64, measure the accuracy of "ReLU, He" at 5, 10, 20, 30 and 50
#    layers, with three starts. For each width and depth, choose the learning rate on validation
#    digits: the images 50,000 to 51,999 of `mnist.X_train`, scaled as `X` is. `accuracy_of`
#    takes them as its arguments.
# 2. For the same networks, before training, measure the effective rank of 256 digits' values in
#    the last hidden layer, and how much the logarithm of the values' size differs from start
#    to start.
# 3. Choose *one* change that might carry He's weights deeper (four times as many steps;
#    momentum; orthogonal weights of gain √2; a bias that starts above zero). Predict what it
#    does. Then test.
#
# Deliver one figure with two panels (accuracy by depth, effective rank by depth, a curve for
# each width) and five sentences. Success: from your measurements before training, a reader can
# say at which depth a network of a fourth width will stop learning in 90 steps, and you have
# checked it there.

# %% [markdown] tags=["rubric"]
# A good answer
#
# 1. shows the spread over starts, says which learning rates were tried, and keeps the test
#    digits for the end;
# 2. finds that accuracy falls gradually with depth, and not at one depth;
# 3. finds that the effective rank falls with depth and rises with the width, that the sizes
#    differ more from start to start in deep networks and less in wide ones, and uses both in
#    the explanation;
# 4. does not claim that "He's weights cannot train 50 layers": the statement is about this
#    budget;
# 5. commits to a prediction for the one change before running it, and reports it if it was
#    wrong;
# 6. checks the explanation on a width that was not used to find it.
