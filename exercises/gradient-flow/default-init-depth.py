# /// exercise
# title = "Thirty layers of default weights"
# kind = "predict"
# difficulty = 2
# minutes = 6
# practices = ["variance through depth", "gain of an activation"]
# value = -11.7
# within = 0.3
# why = [
#   '''Weights over $\pm1/\sqrt{D}$ have variance $1/(3D)$, a linear layer multiplies the mean
#   square by $1/3$, and ReLU halves it: $1/6$ a layer. Sizes are roots: $6^{-15}$ after thirty
#   layers, and $-15\log_{10}6 = -11.7$.''',
# ]
# slips = [
#   [-23.3, '''That is the power of ten of the mean *square*, $6^{-30}$. The size is its
#   root.'''],
#   [-7.16, '''You counted only the factor $1/3$ of the weights. ReLU halves the
#   mean square as well.'''],
#   [-4.52, '''You counted only the half that ReLU removes. The variance of these
#   weights is also a third of what a linear layer needs.'''],
#   [-14.3, '''$3^{-30}$ is what the mean square of a network *without* ReLU would be.'''],
#   [11.7, '''The number is right, its sign is not: the values shrink.'''],
# ]
# hints = [
#   '''What is the variance of a uniform distribution on $\pm a$?''',
#   '''A layer multiplies the mean square by $D\,v$, then ReLU halves it. How often does that
#   happen? And what does a root do to a power?''',
# ]
# ///

# %% [markdown]
# A network has thirty layers of 1,000 units with ReLU after each. Weights are drawn uniformly
# from $\pm 1/\sqrt{1000}$, biases are zero. By how many powers of ten does the *size* (root
# mean square) of its values change from the input to the output of the thirtieth ReLU? Give
# the number, such as -3.5.

# %% tags=["starter"]
import numpy as np

rng = np.random.default_rng(0)
H = rng.normal(size=(20, 1000))
for _ in range(30):
    W = rng.uniform(-1, 1, size=(1000, 1000)) / np.sqrt(1000)
    H = np.maximum(H @ W.T, 0)
powers = np.log10(np.sqrt((H**2).mean()))
print(round(powers, 1))


# %% tags=["check"]
def truth():
    return float(powers)
