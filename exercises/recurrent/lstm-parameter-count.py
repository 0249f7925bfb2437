# /// exercise
# title = "The size of an LSTM"
# kind = "predict"
# difficulty = 2
# minutes = 6
# practices = ["shapes of an LSTM", "counting parameters"]
# value = 296960
# within = 0.5
# why = [
#   '''Each of the four layers (three gates and the candidate) has $256 \times 32$ weights for
#   the input, $256 \times 256$ for the state and two biases of 256: $4 \cdot (8{,}192 +
#   65{,}536 + 512) = 296{,}960$. The length of the sequence does not enter.''',
# ]
# slips = [
#   [294912, '''These are the weights. The biases are missing: torch keeps two of 256 for each
#   of the four layers.'''],
#   [295936, '''You counted one bias for each layer. Torch keeps two, one next to each
#   matrix.'''],
#   [74240, '''That is one layer. An LSTM has four: three gates and the candidate.'''],
#   [222720, '''That is a GRU, with three layers. An LSTM has four.'''],
#   [32768, '''These are the weights of the input alone. Each layer also reads the last
#   hidden state.'''],
# ]
# hints = [
#   '''One gate is a linear layer of the input and one of the hidden state, each with a
#   bias.''',
#   '''There are four such layers: which?''',
# ]
# ///

# %% [markdown]
# How many parameters does `torch.nn.LSTM(32, 256)` have? It has one layer, 32 input features,
# 256 units, and, as always in torch, two biases: one next to the weights of the input and one
# next to those of the state.

# %% tags=["starter"]
import numpy as np

from dlbook.scratch import layers

layer = layers.LSTM(32, 256, rng=np.random.default_rng(0))
count = sum(p.data.size for p in layer.parameters())
print(count)


# %% tags=["check"]
def truth():
    return float(count)
