# /// exercise
# title = "Ten coins and one result"
# kind = "predict"
# difficulty = 2
# minutes = 6
# practices = ["the best of many tries", "the error of a score"]
# value = 0.2506
# within = 0.01
# why = [
#   '''One coin has 60 or more of 100 right with the probability 0.028. All ten stay below with
#   the probability $(1 - 0.028)^{10} = 0.75$, so at least one gets there in one case of four.
#   Whoever reports only the best has a "result" out of nothing.''',
# ]
# slips = [
#   [0.0284, 'That is the probability for one coin. Ten of them are flipped.'],
#   [0.284, 'You added up ten probabilities, and counted twice if two coins get there.'],
#   [0.7494, 'That is the probability that no coin gets there.'],
# ]
# hints = [
#   '''The probability that one coin has at least 60 of 100 right is 0.0284. What is the
#   probability that it does not? That all ten do not?''',
# ]
# ///

# %% [markdown]
# Ten models answer yes or no by flipping a fair coin, on a test set of 100 examples. A single
# coin gets 60 or more of 100 right with the probability 0.0284. With what probability does the
# best of the ten have a test accuracy of at least 60%? (A number between 0 and 1, to two
# decimals.)

# %% tags=["check"]
from math import comb


def truth():
    one = sum(comb(100, k) for k in range(60, 101)) / 2**100
    return 1 - (1 - one) ** 10
