# /// exercise
# title = "How near must training start?"
# kind = "investigate"
# difficulty = 4
# minutes = 60
# practices = ["depth separation", "basins of attraction", "experiments with seeds"]
# ///

# %% [markdown]
# Training from random weights does not find the sawtooth. How near to the solution must it
# start?
#
# Take $K = 2, 4, 6$ folds. Build the network with $K$ layers of *two* units by hand
# (`feedforward/sawtooth-network`), load its weights into `mlp(1, 2, ..., 2, 1)`, and add normal
# noise with standard deviation $\sigma$ to every weight and bias, for several $\sigma$ from
# $10^{-3}$ to 1. Train with Adam for 1,000 steps on 257 points of $[0, 1]$. Begin with the
# learning rate $\min(0.01, \sigma/3)$. (The chapter's `fit_curve` starts from random weights:
# write your own that starts from a given model. The chapter trains on `inputs`, which is
# $2x - 1$; your network wants $x$.)
#
# Deliver a figure, mean absolute error before and after training against $\sigma$, for five
# seeds and the three depths, and five sentences. Success: a reader knows at which noise
# training stops getting back, how that depends on $K$, and whether a learning rate chosen for
# each $\sigma$ changes the answer.

# %% [markdown] tags=["rubric"]
# A good answer
#
# 1. checks that the error is 0 without noise, before anything else;
# 2. shows the error *before* training, too, which at $K = 6$ is large already for small
#    noise: each layer stretches by 2, so an error of the first layer is multiplied by up to
#    $2^K$;
# 3. gives all seeds or their spread, and compares with the constant ½, whose error is ¼;
# 4. finds a noise from which training no longer returns, and that it is smaller for more folds;
# 5. tunes the learning rate with the same effort for each depth, and says so;
# 6. concludes no more than was measured: the basin of *this* parameterization, of two units
#    a layer and of this optimizer, not of deep networks in general.
