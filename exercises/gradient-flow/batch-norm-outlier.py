# /// exercise
# title = "A loud neighbor"
# kind = "predict"
# difficulty = 2
# minutes = 4
# practices = ["batch norm in training mode"]
# options = [
#   '''It stays +1: that example has not changed.''',
#   '''It becomes -1.''',
#   '''It becomes about -100.''',
#   '''It becomes 3.''',
# ]
# answer = 1
# why = [
#   '''Its input has not changed, but its neighbor has, and in training mode an example is
#   judged by the mean and deviation of its batch.''',
#   '''The mean becomes 53 and the deviation 50: $(3 - 53)/50 = -1$. Two examples always
#   come out as -1 and +1, whichever is larger; all that is left of them is the order.''',
#   '''The mean moves by 50, but the deviation grows as well, and what is returned is divided by
#   it.''',
#   '''3 is the input. A norm subtracts the mean and divides by the deviation.''',
# ]
# hints = [
#   '''Compute mean and (population) deviation of 103 and 3.''',
# ]
# ///

# %% [markdown]
# One unit, a batch of two examples, with $z = 1$ and $z = 3$. Batch norm in training mode (no
# scale, no shift, $\varepsilon = 0$) returns $-1$ and $+1$. Now the *first* example is
# replaced by a loud one, with $z = 103$. What does batch norm return for the *second* one?

# %% tags=["starter"]
import numpy as np

z = np.array([103.0, 3.0])
n = (z - z.mean()) / z.std()
print(n[1])


# %% tags=["check"]
def truth():
    return {1: 0, -1: 1, -100: 2, 3: 3}[round(float(n[1]))]
