# /// exercise
# title = "Shapes and parameters"
# kind = "predict"
# difficulty = 1
# minutes = 5
# practices = ["shapes of a layer", "counting parameters"]
# value = 266610
# within = 0.5
# slips = [
#   [266200, 'You counted the weights alone. Each unit has a bias, too.'],
#   [266600, 'You left out the biases of the last layer: its ten units have one each.'],
#   [267394, '''You gave biases to the input as well. It computes nothing: its 784 numbers are
#   the pixels.'''],
#   [8531520, '''You multiplied by the batch. All 32 pictures go through the same weights.'''],
# ]
# why = [
#   '''The weights have shapes (300, 784), (100, 300) and (10, 100), and each layer has a bias
#   per unit: $300 \cdot 785 + 100 \cdot 301 + 10 \cdot 101 = 235{,}500 + 30{,}100 + 1{,}010$.
#   The pre-activations have shapes (32, 300), (32, 100) and (32, 10). They alone depend on the
#   batch.''',
# ]
# hints = [
#   '''A layer of $H$ units that reads $D$ numbers has $\mathbf{W}$ of shape $(H, D)$ and
#   $\mathbf{b}$ of shape $(H,)$.''',
#   '''Each unit has $D$ weights and a bias, so a layer has $H(D + 1)$ parameters.''',
# ]
# ///

# %% [markdown]
# A network has layers of 784, 300, 100 and 10 units, the input first. A batch of 32 pictures
# comes in. Write down, on paper, the shapes of $\mathbf{W}^{(1)}, \mathbf{W}^{(2)},
# \mathbf{W}^{(3)}$ and of $\mathbf{Z}^{(1)}, \mathbf{Z}^{(2)}, \mathbf{Z}^{(3)}$. Which of them
# depend on the batch? Then say: how many parameters does the network have?

# %% tags=["starter"]
import numpy as np

H, total = np.zeros((32, 784)), 0
for number, units in enumerate([300, 100, 10], start=1):
    W, b = np.zeros((units, H.shape[1])), np.zeros(units)
    H = H @ W.T + b
    total += W.size + b.size
    print(f"layer {number}: W {W.shape}, b {b.shape}, Z {H.shape}")
print(f"{total:,} parameters")


# %% tags=["check"]
def truth():
    return total
