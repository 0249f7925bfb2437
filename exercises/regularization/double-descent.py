# /// exercise
# title = "Twice the data"
# kind = "predict"
# difficulty = 3
# minutes = 8
# practices = ["double descent", "the interpolation threshold"]
# options = [
#   '''it falls: more data never hurt''',
#   '''it stays about the same''',
#   '''it rises, to several times what it was''',
# ]
# answer = 2
# why = [
#   '''That is what one would expect, and with a tuned penalty it is true. But the shortest
#   exact fit is at its worst when there are as many examples as features, which here happens at
#   200.''',
#   '''The error is far from flat there. Compare the smallest singular value of the features,
#   which the fit divides by, with 100 and with 200 examples.''',
#   '''With 100 examples and 200 features there are many exact fits, and the shortest of them is
#   taken. With 200 examples there is a single exact fit, and it has to divide the noise by
#   singular values close to zero. With 800 examples the error is low again. Nakkiran and others
#   found the same in deep networks. A penalty removes the peak, and then more data help.''',
# ]
# hints = [
#   '''If there are 200 features, at how many examples is the peak?''',
# ]
# ///

# %% [markdown]
# Targets are a linear function of 200 features, plus noise. A linear model with these features
# is fitted by the pseudo-inverse: the shortest weights of least squared error, no penalty. You
# double your training data, from 100 to 200 examples. What happens to the squared error on new
# data?

# %% tags=["starter"]
import numpy as np


def test_error(N, seed):
    rng = np.random.default_rng(seed)
    w = rng.normal(size=200) / 200**0.5
    X, X_test = rng.normal(size=(N, 200)), rng.normal(size=(1000, 200))
    y = X @ w + 0.5 * rng.normal(size=N)
    return np.mean((X_test @ (np.linalg.pinv(X) @ y - w)) ** 2)


errors = {N: np.median([test_error(N, seed) for seed in range(9)]) for N in (100, 200, 800)}
for N, error in errors.items():
    print(N, "examples: error", round(error, 2))


# %% tags=["check"]
def truth():
    ratio = errors[200] / errors[100]
    return 2 if ratio > 2 else 0 if ratio < 0.8 else 1
