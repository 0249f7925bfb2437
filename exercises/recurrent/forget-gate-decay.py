# /// exercise
# title = "Down to a tenth"
# kind = "predict"
# difficulty = 2
# minutes = 5
# practices = ["forget gates and time"]
# value = 44.89
# within = 0.6
# why = [
#   '''After $n$ steps the fraction $0.95^n$ is left, and $0.95^n = 0.1$ for $n = \log 0.1 /
#   \log 0.95 = 44.9$. With a gate of ½ it would be 3.3 steps: a gate near 1 is what makes
#   memory.''',
# ]
# slips = [
#   [13.5, '''That is the time until half is left, $\log 0.5 / \log 0.95$. The question asks
#   for a tenth.'''],
#   [20, '''That is $1/(1 - 0.95)$, the time until $1/e$ (37%) is left, roughly. A tenth takes
#   longer.'''],
#   [18, '''That would be right if each step took away 5% of the *first* value. It takes 5% of
#   what is left.'''],
# ]
# hints = [
#   '''Each step multiplies the cell by the gate. What is left after two steps, after $n$?''',
#   '''Solve $0.95^n = 0.1$ with logarithms.''',
# ]
# ///

# %% [markdown]
# The forget gate of an LSTM unit stays at 0.95, its input gate at 0. After how many steps is a
# tenth of what was in the cell left? (A number of steps, right to half a step.)

# %% tags=["starter"]
import numpy as np

left = 0.95 ** np.arange(200)  # fraction left after 0, 1, 2, ... steps
steps = np.interp(np.log(0.1), np.log(left[::-1]), np.arange(200)[::-1])
print(round(steps, 2))


# %% tags=["check"]
def truth():
    return float(steps)
