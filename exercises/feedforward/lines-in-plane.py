# /// exercise
# title = "Five lines in a plane"
# kind = "predict"
# difficulty = 1
# minutes = 5
# practices = ["counting linear regions"]
# value = 16
# within = 0
# slips = [
#   [32, '''That is $2^5$, the number of activation patterns on paper. Most of them occur
#   nowhere: in a plane, five lines cannot be on all combinations of sides.'''],
#   [6, '''That is right for one input, where five units make five corners.'''],
#   [15, '''You added the parts into which the lines are cut, and forgot the one region that is
#   there before the first line.'''],
#   [10, '''That is the number of crossings, one for each pair of lines.'''],
# ]
# why = [
#   '''Start with one region. Line number $k$ crosses the $k - 1$ before it and is cut into $k$
#   parts, each of which splits a region: $1 + 1 + 2 + 3 + 4 + 5 = 16$. It is also
#   $C(5, 0) + C(5, 1) + C(5, 2) = 1 + 5 + 10$.''',
# ]
# hints = [
#   '''Draw the lines one after the other. Into how many parts is the new line cut by those
#   before it?''',
# ]
# ///

# %% [markdown]
# A network has two inputs and one hidden layer of five ReLU units. At most how many linear
# regions can it have in the plane? Draw before you compute.

# %% tags=["check"]
def truth():
    regions = 1
    for line in range(1, 6):
        regions += line
    return regions
