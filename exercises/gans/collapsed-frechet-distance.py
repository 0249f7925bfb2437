# /// exercise
# title = "A generator with one image"
# kind = "predict"
# difficulty = 2
# minutes = 5
# practices = ["Fréchet distance", "mode collapse"]
# value = 32
# within = 0.01
# why = [
#   '''The means are equal. The covariances are the identity and zero, and so is their product:
#   $\operatorname{tr}(\mathbf{I} + \mathbf{0} - 2 \cdot \mathbf{0}) = 32$. Each of the 32
#   features adds the square of its standard deviation, which was lost.''',
# ]
# slips = [
#   [0, '''The means are equal, but the covariances are not: that of a single point is
#   zero.'''],
#   [1, '''That is what one feature adds. There are 32.'''],
#   [5.657, '''That is the root of it. The distance, as the chapter and the literature use it,
#   is the square.'''],
#   [64, '''The last term has the root of a product with zero, so it is zero; the first two are
#   not doubled.'''],
# ]
# hints = [
#   '''What is the covariance of the features if every image is the same?''',
#   '''What is the product of the identity and the zero matrix, and the trace of the rest?''',
# ]
# ///

# %% [markdown]
# The 32 features of real images have mean zero and the identity as covariance. A generator has
# collapsed: it always produces the same image, whose features are all zero. What is its Fréchet
# distance $d^2$ to the real images?

# %% tags=["starter"]
import numpy as np

C_p, C_q = np.eye(32), np.zeros((32, 32))
root = np.zeros((32, 32))  # of the product C_p @ C_q
distance = 0.0 + np.trace(C_p + C_q - 2 * root)
print(distance)


# %% tags=["check"]
def truth():
    return float(distance)
