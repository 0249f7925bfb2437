# /// exercise
# title = "Where the square takes over"
# kind = "predict"
# difficulty = 3
# minutes = 10
# practices = ["counting operations", "length against width"]
# value = 3072
# within = 1
# why = [
#   '''For each position, queries, keys, values and output take $4D^2$ multiplications, and the
#   feed-forward layer $2 \cdot D \cdot 4D = 8D^2$; scores and means take $TD$ each. So $2TD =
#   12D^2$ at $T = 6D = 3072$. Below that length a block is mostly a stack of matrices, above it
#   mostly attention.''',
# ]
# slips = [
#   [1024, 'That is $2D$. The feed-forward layer has matrices, too.'],
#   [6144, 'That is $12D$. The means of the values cost as much as the scores.'],
#   [2048, 'That is $4D$. Attention has four matrices of its own, $4D^2$ more.'],
#   [512, 'That is $D$. Write down the products of a block, one by one, and count each.'],
# ]
# hints = [
#   '''Count for one position: four matrices of shape $(D, D)$, and two of the feed-forward
#   layer.''',
#   '''A query's product with one key takes $D$ multiplications, over all heads together; so
#   does adding one value to its mean. How many keys are there?''',
# ]
# ///

# %% [markdown]
# A block has width $D = 512$ and a feed-forward layer with $4D$ hidden units, and reads $T$
# positions without a mask. At which $T$ do the scores and the weighted means together take as
# many multiplications as all products with weight matrices?

# %% tags=["starter"]
import numpy as np

D = 512
T = np.arange(1, 10_000)
inside = 2 * T**2 * D
matrices = T * (4 * D**2 + 2 * D * 4 * D)
print("equal at", T[abs(inside - matrices).argmin()])


# %% tags=["check"]
def truth():
    return float(T[abs(inside - matrices).argmin()])
