# /// exercise
# title = "A forecast that peeks"
# kind = "debug"
# difficulty = 3
# minutes = 15
# practices = ["teacher forcing", "rolling a model forward"]
# answer = "roll"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''Change the last entries of `series`, those after `seen`. May a forecast change?''',
#   '''While $t$ is below `seen` the input is `series[t]`. From then on it is the last
#   forecast.''',
# ]
# ///

# %% [markdown]
# A recurrent network forecasts the next value of a series: it reads a value, updates its state
# by $\mathbf{h} \leftarrow \tanh(x\,\mathbf{w} + \mathbf{U}\mathbf{h})$, starting from zeros,
# and outputs $\hat x = \mathbf{v}^\top\mathbf{h}$. It should read the first `seen` values and
# then continue alone, with each forecast as its next input. Its test results were too good to
# be true. Fix it.
#
# What comes in: `series`, float64 of shape `(T,)`; `seen`, from 1 to `T - 1`; `w` and `v`,
# float64 of shape `(H,)`; `U`, float64 of shape `(H, H)`. What goes out: the forecasts of
# `series[seen:]`, float64 of shape `(T - seen,)`.

# %% tags=["starter"]
import numpy as np


def roll(series, seen, w, U, v):
    """Return forecasts of series[seen:], made from series[:seen] alone, (T - seen,)."""
    ### BEGIN SOLUTION
    h, made = np.zeros(len(w)), []
    for t in range(len(series) - 1):
        x = series[t] if t < seen else made[-1]
        h = np.tanh(x * w + U @ h)
        made.append(v @ h)
    return np.array(made[seen - 1 :])
    ### END SOLUTION
    ### BEGIN BROKEN
    h, made = np.zeros(len(w)), []
    for t in range(len(series) - 1):
        h = np.tanh(series[t] * w + U @ h)
        made.append(v @ h)
    return np.array(made[seen - 1 :])
    ### END BROKEN


# %% tags=["check"]
def inputs(rng):
    T, H = int(rng.integers(6, 12)), int(rng.integers(2, 5))
    seen = int(rng.integers(2, T - 2))
    U = rng.normal(size=(H, H)) / np.sqrt(H)
    return rng.normal(size=T), seen, rng.normal(size=H), U, rng.normal(size=H)


def edge_cases():
    rng = np.random.default_rng(0)
    series, _, w, U, v = inputs(rng)
    return [
        (series, 1, w, U, v),
        (series, len(series) - 1, w, U, v),
        (0 * series, 3, w, U, v),
    ]


def valid(series, seen, w, U, v):
    return 1 <= seen < len(series)


# %% [raw] tags=["wrong"]
# wrong_one_more: You read one value too many: `series[seen]` is the first that has to be
# forecast.
# - if t < seen
# + if t < seen + 1
#
# wrong_one_less: The network continues alone one step too early: the last value that may be
# read is `series[seen - 1]`.
# - if t < seen else
# + if t < max(seen - 1, 1) else
#
# wrong_from_the_start: You read only the first value, and forecasts from then on. All of
# `series[:seen]` may be read.
# - if t < seen
# + if t < 1
#
# wrong_forgotten: You start from an empty state where the forecast begins. What was read before
# is lost.
# - h = np.tanh(
# + if t == seen - 1:
# +     h = np.zeros(len(w))
# + h = np.tanh(
#
# wrong_stale: You repeat the last value seen as the input of each step. The input should be
# the last forecast.
# - made[-1]
# + series[seen - 1]
#
# wrong_read_twice: Your network reads the last known value twice: with the others, and again as
# its first input when it continues alone. The first forecast follows from the state as it is.
# - range(len(series) - 1)
# + range(len(series))
# - series[t] if t < seen else made[-1]
# + series[min(t, seen - 1)] if t <= seen else made[-1]
# - made[seen - 1 :]
# + made[seen:]
#
# wrong_state_dropped: While it forecasts, your network has no state: U h is missing. The state
# goes on as it did while the network read.
# - U @ h)
# + (U @ h if t < seen else 0))
#
# wrong_one_early: Your first forecast is that of `series[seen - 1]`, a value that may be read.
# Read it, and forecast from there.
# - series[t] if t < seen else made[-1]
# + series[t] if t < seen - 1 else [0.0, *made][-1]
# - np.array(made[seen - 1 :])
# + np.array([0.0, *made][seen - 1 : -1])
