# /// exercise
# title = "Which outputs move?"
# kind = "predict"
# difficulty = 2
# minutes = 5
# practices = ["causal mask", "what flows where"]
# options = [
#   "position 6 only",
#   "positions 6 to 9",
#   "positions 0 to 6",
#   "all ten",
# ]
# answer = 1
# why = [
#   '''Position 6 reads its own input, and so do all positions that may look at it: those after
#   it.''',
#   '''A position looks at itself and at what is before it. So the change reaches 6, 7, 8 and 9
#   in the first layer, and the second layer can carry it only further to the right.''',
#   '''That would be the mask the wrong way around. Positions before 6 do not see position
#   6.''',
#   '''Without a mask it would be all ten. The causal mask keeps positions 0 to 5 from looking
#   at position 6, in each layer.''',
# ]
# hints = [
#   '''Which positions have position 6 among those that they may look at?''',
#   '''Does a second layer let anything flow to the left?''',
# ]
# ///

# %% [markdown]
# Two layers of causal self-attention, one on top of the other, read ten positions, numbered 0
# to 9. The input at position 6 is changed. At which positions can the output change?

# %% tags=["starter"]
import numpy as np

rng = np.random.default_rng(0)
X, W = rng.normal(size=(10, 4)), rng.normal(size=(2, 3, 4, 4))


def layer(X, W_Q, W_K, W_V):
    S = (X @ W_Q) @ (X @ W_K).T / 2
    e = np.where(np.tri(10), np.exp(S - S.max(axis=1, keepdims=True)), 0)
    return X + e / e.sum(axis=1, keepdims=True) @ (X @ W_V)


other = X.copy()
other[6] += 1
moved = abs(layer(layer(other, *W[0]), *W[1]) - layer(layer(X, *W[0]), *W[1])).max(axis=1)
print(np.flatnonzero(moved > 1e-12))


# %% tags=["check"]
def truth():
    found = list(np.flatnonzero(moved > 1e-12))
    return [[6], [6, 7, 8, 9], list(range(7)), list(range(10))].index(found)
