# /// exercise
# title = "Four models that agree by half"
# kind = "predict"
# difficulty = 2
# minutes = 6
# practices = ["ensembles", "variance of a mean"]
# value = 0.625
# within = 0.005
# why = [
#   '''The four variances and the twelve covariances of $\tfrac12$ each sum to $4 + 6 = 10$, and
#   the mean divides by $4^2 = 16$: $10/16 = \rho + (1 - \rho)/M = \tfrac12 + \tfrac18$. With
#   ever more models, half of the variance would remain; it is shared, and no vote removes
#   it.''',
# ]
# slips = [
#   [0.25, '''That would be right for independent models, with correlation zero. These share
#   half of their variance.'''],
#   [0.5, '''That is the limit of infinitely many models. With four, a quarter of the part that
#   they do not share is left, too.'''],
#   [0.125, '''That is what is left of the part that they do not share. The shared half remains
#   in full.'''],
#   [0.375, '''That is what the average removes. What is left?'''],
#   [0.4375, '''There are $4 \cdot 3 = 12$ ordered pairs of models, not six.'''],
# ]
# hints = [
#   '''The variance of a sum is the sum of all variances and of all covariances. How many of
#   each are there?''',
#   '''$\rho + (1 - \rho)/M$''',
# ]
# ///

# %% [markdown]
# Four networks were trained from different starting weights. Over training sets, each of their
# predictions for an example has variance 1, and any two have correlation
# $\rho = \tfrac12$. What is the variance of the average of the four predictions?

# %% tags=["starter"]
import numpy as np

rng = np.random.default_rng(0)
shared = rng.normal(size=(200_000, 1))
predictions = np.sqrt(0.5) * shared + np.sqrt(0.5) * rng.normal(size=(200_000, 4))
print("variance of one:", round(predictions[:, 0].var(), 2))
print("correlation:", round(np.corrcoef(predictions[:, 0], predictions[:, 1])[0, 1], 2))
print("variance of the average:", round(predictions.mean(axis=1).var(), 3))


# %% tags=["check"]
def truth():
    return float(predictions.mean(axis=1).var())
