# /// exercise
# title = "Rows that continue"
# kind = "debug"
# difficulty = 2
# minutes = 10
# practices = ["state leakage", "batches of a long text"]
# answer = "streams"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''Cut 24 numbers 0 to 23 with B = 2 and T = 3, and print the first two windows. Which
#   number should follow the 2?''',
#   '''First cut the text into B long rows, then each row into windows of T.''',
# ]
# ///

# %% [markdown]
# A text is read in windows of `T` characters, `B` rows at a time, and the state of each row is
# carried from one window to the next. So row `b` of a window must continue where row `b` of
# the window before it stopped. The function returns windows in which every row jumps to
# another place in the text: states leak between unrelated pieces, and nothing complains. Fix
# it.
#
# Cut the text into `B` consecutive streams of equal length, as long as possible but a whole
# number of windows; what is left over at the end of the text is dropped.
#
# What comes in: `tokens`, int64 of shape `(N,)`, with `N` at least `B * T`; `B` and `T`. What
# goes out: int64 of shape `(windows, B, T)`.

# %% tags=["starter"]
import numpy as np


def streams(tokens, B, T):
    """Return windows (windows, B, T) in which each row continues from window to window."""
    ### BEGIN SOLUTION
    windows = len(tokens) // (B * T)
    rows = tokens[: B * windows * T].reshape(B, windows, T)
    return rows.swapaxes(0, 1)
    ### END SOLUTION
    ### BEGIN BROKEN
    windows = len(tokens) // (B * T)
    return tokens[: B * windows * T].reshape(windows, B, T)
    ### END BROKEN


# %% tags=["check"]
def inputs(rng):
    B, T, windows = (int(n) for n in rng.permutation([2, 3, 4, 5, 6])[:3])
    left = int(rng.integers(0, B * T))
    return rng.integers(0, 99, size=B * T * windows + left), B, T


def edge_cases():
    return [
        (np.arange(24), 2, 3),
        (np.arange(7), 1, 3),
        (np.arange(11), 5, 2),
        (np.arange(6), 2, 1),
    ]


def valid(tokens, B, T):
    return B >= 1 and T >= 1 and len(tokens) >= B * T


# %% [raw] tags=["wrong"]
# wrong_rows_first: The streams are right. Windows come first, rows second: the shape is
# `(windows, B, T)`.
# - rows.swapaxes(0, 1)
# + rows
#
# wrong_dealt: You deal the characters out to the rows like cards. A row is then every B-th
# character, which is no longer text.
# - .reshape(B, windows, T)
# + .reshape(windows, T, B)
# - rows.swapaxes(0, 1)
# + rows.swapaxes(1, 2)
#
# wrong_start_dropped: You drop what is left over at the start of the text. Drop it at the end.
# - tokens[: B * windows * T]
# + tokens[len(tokens) - B * windows * T :]
#
# wrong_one_window_short: Your last window is missing. As many windows as fit are wanted.
# - rows.swapaxes(0, 1)
# + rows.swapaxes(0, 1)[:-1]
#
# wrong_each_row_cut: You cut the text into `B` equal parts and drop the end of each. Leave out
# only the end of the whole text, so that each stream begins where the one before it stops.
# - rows = tokens[: B * windows * T].reshape(B, windows, T)
# + part = len(tokens) // B
# + windows = part // T
# + rows = tokens[: B * part].reshape(B, part)[:, : windows * T].reshape(B, windows, T)
#
# wrong_target_kept: You keep one character back, as one does for targets. None is wanted here:
# if the text is filled by whole windows, all of it is returned.
# - windows = len(tokens) // (B * T)
# + windows = (len(tokens) - 1) // (B * T)
