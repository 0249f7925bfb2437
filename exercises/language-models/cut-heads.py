# /// exercise
# title = "The wrong heads are cut"
# kind = "debug"
# difficulty = 2
# minutes = 12
# practices = ["attention heads", "interventions"]
# answer = "without_heads"
# hints = [
#   '''Head 0 has the first `d_model // n_head` features of each position. Which does the code
#   set to zero?''',
#   '''Does the model still work after a cut has been measured? Look at the tensor that came
#   in.''',
# ]
# ///

# %% [markdown]
# To see what a head is for, one sets its output to zero before the heads are mixed, and
# measures. With the function below, no head seems to matter more than another. That is wrong,
# and after the first cut every measurement is wrong, even one that cuts nothing. Fix both.
#
# What comes in: `mixed`, a float64 array of shape `(T, d_model)`, the outputs of the heads next
# to each other: the first `d_model // n_head` features belong to head 0; `n_head`, the number
# of heads, which divides `d_model`; `cut`, a list of the heads to cut, which may be empty. What
# goes out: an array of the same shape; `mixed` stays as it is.

# %% tags=["starter"]
import numpy as np


def without_heads(mixed, n_head, cut):
    """Return the heads' outputs with those in ``cut`` set to zero."""
    ### BEGIN SOLUTION
    size = mixed.shape[1] // n_head
    kept = np.copy(mixed)
    for head in cut:
        kept[:, head * size : (head + 1) * size] = 0
    return kept
    ### END SOLUTION
    ### BEGIN BROKEN
    kept = mixed
    for head in cut:
        kept[:, head::n_head] = 0
    return kept
    ### END BROKEN


# %% tags=["check"]
def inputs(rng):
    n_head, size, T = (int(n) for n in rng.choice(range(2, 8), size=3, replace=False))
    cut = rng.choice(n_head, size=int(rng.integers(1, n_head)), replace=False)
    return rng.normal(size=(T, n_head * size)), n_head, [int(h) for h in cut]


def edge_cases():
    rng = np.random.default_rng(3)
    return [
        (rng.normal(size=(3, 8)), 4, []),
        (rng.normal(size=(1, 6)), 2, [1]),
        (rng.normal(size=(2, 6)), 1, [0]),
        (rng.normal(size=(2, 9)), 3, [2, 0]),
    ]


def valid(mixed, n_head, cut):
    fits = mixed.ndim == 2 and mixed.size > 0 and n_head > 0 and mixed.shape[1] % n_head == 0
    return fits and all(0 <= head < n_head for head in cut)


# %% [raw] tags=["wrong"]
# wrong_strided: You take every n-th feature, and so a piece of every head. The features of one
# head stand next to each other.
# - kept[:, head * size : (head + 1) * size] = 0
# + kept[:, head::n_head] = 0
#
# wrong_positions: You set positions to zero. The heads lie side by side along the second axis.
# - kept[:, head * size : (head + 1) * size] = 0
# + kept[head * size : (head + 1) * size] = 0
#
# wrong_others: You keep the heads that were to be cut, and cut the others.
# - return kept
# + return mixed - kept
#
# wrong_size: A head has d_model / n_head features, not n_head of them.
# - size = mixed.shape[1] // n_head
# + size = n_head
#
# wrong_to_the_end: You cut the head and all that come after it.
# - head * size : (head + 1) * size
# + head * size :
