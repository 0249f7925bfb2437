# /// exercise
# title = "A different answer when alone"
# kind = "debug"
# difficulty = 3
# minutes = 12
# practices = ["batch norm", "training and evaluation"]
# answer = "batch_norm"
# hints = [
#   '''Call it with `training=False` on a batch, then on its first row alone. Should the
#   first row of the result differ?''',
#   '''In evaluation, the batch's mean and variance must not be used, and the
#   running values must not change.''',
#   '''Then look at training: `momentum` is the weight of the *new* batch, as in torch.''',
# ]
# ///

# %% [markdown]
# A network with this batch norm trains well. In use, its answers depend on which other examples
# happen to be in the batch, and the running values are nearly those of the last batch. Fix it.
#
# What comes in: `Z`, float64 of shape `(B, H)`; `mean` and `var`, the running values, `(H,)`;
# `training`, a bool; `momentum` and `eps`, numbers. What goes out: a tuple of the normalized
# array, `(B, H)`, and the new running mean and variance, `(H,)` each.
#
# In training, the batch's own mean and (population) variance are used, and running values
# become `(1 - momentum) * old + momentum * new`. (Torch moves them toward the unbiased
# variance; ignore that.) In evaluation, the running values are used, and returned as they
# are. `eps` is added to the variance.

# %% tags=["starter"]
import numpy as np


def batch_norm(Z, mean, var, training, momentum=0.1, eps=1e-5):
    """Return (normalized, new running mean, new running variance)."""
    ### BEGIN SOLUTION
    if not training:
        return (Z - mean) / np.sqrt(var + eps), mean, var
    m, v = Z.mean(axis=0), Z.var(axis=0)
    N = (Z - m) / np.sqrt(v + eps)
    return N, (1 - momentum) * mean + momentum * m, (1 - momentum) * var + momentum * v
    ### END SOLUTION
    ### BEGIN BROKEN
    m, v = Z.mean(axis=0), Z.var(axis=0)
    N = (Z - m) / np.sqrt(v + eps)
    return N, momentum * mean + (1 - momentum) * m, momentum * var + (1 - momentum) * v
    ### END BROKEN


# %% tags=["check"]
def inputs(rng):
    B, H = (int(n) for n in rng.choice(np.arange(2, 9), size=2, replace=False))
    return (
        2 + 3 * rng.normal(size=(B, H)),
        rng.normal(size=H),
        rng.uniform(0.5, 3, size=H),
        bool(rng.random() < 0.5),
        float(rng.choice([0.1, 0.3])),
        float(rng.uniform(0.01, 0.3)),
    )


def edge_cases():
    rng = np.random.default_rng(0)
    Z, mean, var = rng.normal(size=(4, 3)), rng.normal(size=3), rng.uniform(1, 2, size=3)
    return [
        (Z, mean, var, True, 0.1, 1e-5),
        (Z, mean, var, False, 0.1, 1e-5),
        (Z[:1], mean, var, False, 0.1, 1e-5),
        (np.ones((3, 2)), np.zeros(2), np.ones(2), True, 0.1, 0.1),
    ]


def valid(Z, mean, var, training, momentum, eps):
    return Z.ndim == 2 and Z.size > 0 and bool((var > 0).all()) and eps > 0


# %% [raw] tags=["wrong"]
# wrong_momentum_only: The running values move as they should now. But evaluation still judges
# an example by its batch, and changes the running values.
# - if not training:
# -     return (Z - mean) / np.sqrt(var + eps), mean, var
#
# wrong_still_moving: The result is right in both modes. But evaluation still moves the running
# values: then looking at test data changes the network.
# - if not training:
# -     return (Z - mean) / np.sqrt(var + eps), mean, var
# - m, v = Z.mean(axis=0), Z.var(axis=0)
# - N = (Z - m) / np.sqrt(v + eps)
# + m, v = Z.mean(axis=0), Z.var(axis=0)
# + N = (Z - m) / np.sqrt(v + eps) if training else (Z - mean) / np.sqrt(var + eps)
#
# wrong_momentum_of_old: Evaluation is right. In training you give the old value the weight
# `momentum`, so that the running values are nearly those of the last batch.
# - (1 - momentum) * mean + momentum * m
# + momentum * mean + (1 - momentum) * m
# - (1 - momentum) * var + momentum * v
# + momentum * var + (1 - momentum) * v
#
# wrong_running_while_training: You normalize by the running values in training, too. Then
# nothing keeps the batch at mean 0 and variance 1 while the weights change.
# - N = (Z - m) / np.sqrt(v + eps)
# + N = (Z - mean) / np.sqrt(var + eps)
#
# wrong_moved_first: In training you move the running values first, and normalize by these. Use
# the batch's own mean and variance.
# - N = (Z - m) / np.sqrt(v + eps)
# - return N, (1 - momentum) * mean + momentum * m, (1 - momentum) * var + momentum * v
# + m, v = (1 - momentum) * mean + momentum * m, (1 - momentum) * var + momentum * v
# + return (Z - m) / np.sqrt(v + eps), m, v
#
# wrong_unbiased: Both modes are right, but your variance of the batch divides by B - 1. The
# population variance, which is asked for, divides by B.
# - m, v = Z.mean(axis=0), Z.var(axis=0)
# + m, v = Z.mean(axis=0), Z.var(axis=0, ddof=1)
#
# wrong_rows: In training you normalize each example over its units. That is layer norm; batch
# norm takes one unit over the examples.
# - N = (Z - m) / np.sqrt(v + eps)
# + N = (Z - Z.mean(axis=1, keepdims=True)) / np.sqrt(Z.var(axis=1, keepdims=True) + eps)
