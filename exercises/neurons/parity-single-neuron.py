# /// exercise
# title = "One neuron and three bits"
# kind = "predict"
# difficulty = 3
# minutes = 10
# practices = ["what one neuron can decide", "parity"]
# value = 6
# within = 0
# slips = [
#   [4, '''A neuron that always says the same gets four right. Do other weights do better?'''],
#   [5, '''A neuron that asks whether *any* bit is set gets five right. Weights need not all
#   have the same sign.'''],
#   [7, '''Seven would leave a single mistake. Hold one bit at 0, then at 1: how many mistakes
#   must there be each time?'''],
#   [8, '''Then a neuron would compute parity. Hold one bit at 0: it would compute XOR.'''],
#   [0.75, 'That is the fraction. How many of the eight inputs is it?'],
# ]
# why = [
#   '''Six, as with $z = x_1 + x_2 - x_3 - \tfrac12$, which is wrong on $(0, 0, 1)$ and
#   $(1, 1, 0)$ alone. Seven or eight cannot be: the cube of three bits has two opposite faces,
#   and on each of them parity is XOR, or XOR turned around. A neuron is wrong at least once on
#   either face.''',
# ]
# hints = [
#   '''Hold one of the bits at 0. What is the parity of the other two?''',
#   '''And with that bit held at 1? So how many mistakes must there be? Then look for weights
#   that make no more.''',
# ]
# ///

# %% [markdown]
# The parity of three bits is 1 if one or three of them are 1, otherwise 0. A single neuron says
# 1 where $w_1 x_1 + w_2 x_2 + w_3 x_3 + b > 0$. Of the eight inputs, how many does the best
# neuron get right? Think before you run anything: three lines of
# reasoning are enough.

# %% tags=["starter"]
import numpy as np

bits = np.array(list(np.ndindex(2, 2, 2)))
parity = bits.sum(axis=1) % 2 == 1
rng = np.random.default_rng(0)
W, b = rng.normal(size=(100_000, 3)), rng.normal(size=100_000)
right = ((bits @ W.T + b > 0) == parity[:, None]).sum(axis=0)
print("the best of 100,000 random neurons:", right.max(), "of 8")


# %% tags=["check"]
def truth():
    return right.max()
