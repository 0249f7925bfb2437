# /// exercise
# title = "How deep can a sigmoid network be?"
# kind = "investigate"
# difficulty = 4
# minutes = 30
# practices = ["vanishing adjoints", "reading an experiment"]
# ///

# %% [markdown]
# With `sizes_of_adjoints` from the chapter, measure how the size of the first layer's adjoint,
# relative to the last layer's, depends on the number of hidden layers (1 to 10) for `relu`,
# `sigmoid` and `scratch.tanh` (layers of 32 units, over several seeds). Multiply all weights by
# a factor between 0.5 and 10 and find, for each activation, a factor that keeps the adjoints
# at a constant size.
#
# Deliver one figure, and three sentences that explain it by the factor by which one layer
# multiplies an adjoint. Success: your explanation predicts the curve for a depth that you did
# not plot.

# %% [markdown] tags=["rubric"]
# A good answer
#
# 1. plots first/last on a logarithmic axis against depth and finds near-straight lines: each
#    layer multiplies by a roughly constant factor;
# 2. names the factor: the size of the weights times the typical derivative of the activation,
#    at most ¼ for sigmoid, near 1 for tanh around 0, 1 for half of the ReLUs;
# 3. finds a constant curve near factor 1 for ReLU, between 0.7 and 1 for tanh, and between 6
#    and 8 for sigmoid;
# 4. notes that large factors do not restore sigmoid evenly: most units saturate and pass on
#    nothing, while a few carry everything (look at the median next to the root mean square);
# 5. extrapolates the straight line to another depth and checks it, over more than one seed.
