# /// exercise
# title = "Keep it, and keep it to yourself"
# kind = "recall"
# difficulty = 1
# minutes = 4
# practices = ["gates of an LSTM"]
# options = [
#   "input 0, forget 1, output 0",
#   "input 1, forget 0, output 0",
#   "input 0, forget 0, output 1",
#   "input 1, forget 1, output 0",
# ]
# answer = 0
# why = [
#   '''The forget gate multiplies what is in the cell: 1 keeps it. The input gate at 0 lets
#   nothing new in, and the output gate at 0 shows nothing.''',
#   '''A forget gate of 0 erases the 0.8, and an input gate of 1 writes the candidate in its
#   place. The name misleads: a forget gate *forgets* at 0.''',
#   '''A forget gate of 0 erases the cell, so that there is nothing left to show.''',
#   '''The old value stays, but the candidate is added to it. The cell keeps 0.8 only if the
#   candidate happens to be 0.''',
# ]
# hints = [
#   '''The next cell is $f \cdot c + i \cdot g$. Which $f$ and $i$ leave $c$ as it is for every
#   $g$?''',
# ]
# ///

# %% [markdown]
# The cell of one LSTM unit holds 0.8. After the next step it should still hold 0.8, whatever
# the candidate, and the hidden state should show nothing of it, $h = 0$. Which gate values do
# that?

# %% tags=["check"]
import numpy as np


def truth():
    gates = [(0, 1, 0), (1, 0, 0), (0, 0, 1), (1, 1, 0)]
    for k, (i, f, o) in enumerate(gates):
        after = f * 0.8 + i * np.linspace(-1, 1, 5)
        if np.all(after == 0.8) and np.all(o * np.tanh(after) == 0):
            return k
    return None
