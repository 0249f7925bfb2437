# /// exercise
# title = "The baker's number"
# kind = "recall"
# difficulty = 2
# minutes = 5
# practices = ["what a loss asks for", "quantiles"]
# options = ["the mean of the demand", "its median", "its 75% quantile", "its 25% quantile"]
# answer = 2
# why = [
#   '''The mean is what squared errors ask for. Here a mistake costs in proportion to its size,
#   and the two directions have different prices.''',
#   '''The median would be right if a loaf too few cost as much as a loaf too many.''',
#   '''One more loaf costs 3 less where the demand is above what was baked, and 1 more where it
#   is below. Both balance where the demand is above with a chance of 1 in 4: the 75% quantile.
#   This is the pinball loss with the quantile 3 / (3 + 1).''',
#   '''The prices are the other way around: a loaf too few is the expensive mistake, so bake
#   more than the median.''',
# ]
# hints = [
#   '''Imagine that $c$ loaves are baked, and one more. What does it save if the demand is above
#   $c$, what does it cost otherwise, and how likely must the two be for it to make no
#   difference?''',
# ]
# ///

# %% [markdown]
# A baker decides in the evening how many loaves to bake. Each loaf that is missing the next day
# costs 3 (a lost customer), and each loaf left over costs 1. Which property of the
# distribution of the demand should a forecast aim at?


# %% tags=["check"]
import numpy as np


def truth():
    demand = np.random.default_rng(0).gamma(2.0, 50.0, 20_001)
    candidates = [demand.mean(), *np.quantile(demand, [0.5, 0.75, 0.25])]
    cost = [np.mean(np.where(demand > c, 3, -1) * (demand - c)) for c in candidates]
    return int(np.argmin(cost))
