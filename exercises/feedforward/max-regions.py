# /// exercise
# title = "The most regions of one layer"
# kind = "implement"
# difficulty = 2
# minutes = 12
# practices = ["counting linear regions", "recursion"]
# answer = "most_regions"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''The newest hyperplane is cut by the others into at most `most_regions(units - 1, inputs -
#   1)` parts, and each splits one region.''',
#   '''Without units there is one region. With no inputs there is a single point, and one
#   region.''',
# ]
# ///

# %% [markdown]
# At most how many linear regions does a network with one hidden layer of ReLU units have?
#
# What comes in: `units`, the number of hidden units, and `inputs`, the number of inputs; both
# are ints, 0 or more. What goes out: an int.

# %% tags=["starter"]
def most_regions(units, inputs):
    """Return the largest number of regions."""
    ### BEGIN SOLUTION
    if units == 0 or inputs == 0:
        return 1
    return most_regions(units - 1, inputs) + most_regions(units - 1, inputs - 1)
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    return int(rng.integers(3, 13)), int(rng.integers(1, 5))


def edge_cases():
    return [(0, 0), (0, 3), (4, 0), (1, 1), (3, 2), (2, 5)]


# %% [raw] tags=["wrong"]
# wrong_patterns: That is 2 to the number of units, all activation patterns. In few dimensions
# most of them occur nowhere.
# - if units == 0 or inputs == 0:
# + if units == 0:
#
# wrong_dimension: The newest hyperplane has one dimension *less* than the space. Your second
# term keeps the dimension.
# - most_regions(units - 1, inputs - 1)
# + most_regions(units - 1, inputs)
#
# wrong_empty: Without any unit there is still one region, the whole space.
# -     return 1
# +     return 1 if inputs == 0 and units else 0
#
# wrong_short: Your sum of binomial coefficients stops one term too early: it runs from 0 to
# `inputs`, and includes both.
# - return most_regions(units - 1, inputs) + most_regions(units - 1, inputs - 1)
# + from math import comb
# + return sum(comb(units, k) for k in range(inputs))
#
# wrong_plane: That is the formula for two inputs, whatever `inputs` is.
# - return most_regions(units - 1, inputs) + most_regions(units - 1, inputs - 1)
# + return 1 + units + units * (units - 1) // 2
