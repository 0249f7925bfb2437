# /// exercise
# title = "A gradient of a thousand"
# kind = "predict"
# difficulty = 2
# minutes = 5
# practices = ["Adam's first step", "bias correction"]
# options = [
#   "the first moves a million times as far as the second",
#   "the first moves a thousand times as far",
#   "both move 0.01",
#   "both move 0.001",
# ]
# answer = 2
# why = [
#   '''That is the ratio of the gradients, and what plain descent would do. Adam divides each
#   entry by the root of the mean of its squares.''',
#   '''A root of the ratio would come out if Adam divided by the root of the gradient's size. It
#   divides by the root of its *square*.''',
#   '''After one step the corrected means are the gradient and its square, so the step is
#   $\eta\, g / |g|$: the learning rate, whatever the size.''',
#   '''A tenth of the learning rate is what the mean of gradients alone holds after one step;
#   the correction divides by 1 - 0.9. (Without both corrections it would be 0.0316.)''',
# ]
# hints = [
#   '''Put $t = 1$ into Adam's four formulas. What are $\hat m$ and $\hat v$?''',
# ]
# ///

# %% [markdown]
# Adam with the learning rate 0.01 and $\beta_1 = 0.9$, $\beta_2 = 0.999$ takes its first
# step. One parameter has the gradient 1000, another 0.001. How far do they move? (Leave
# $\epsilon = 10^{-8}$ aside.)

# %% tags=["starter"]
import numpy as np

g = np.array([1000.0, 0.001])
m, v = 0.1 * g, 0.001 * g**2
step = 0.01 * (m / (1 - 0.9)) / (np.sqrt(v / (1 - 0.999)) + 1e-8)
print(step.round(5))


# %% tags=["check"]
def truth():
    said = [1e6 * step[1], 1e3 * step[1], 0.01, 0.001]
    right = [np.isclose(step[0], a, rtol=1e-3) for a in said[:2]]
    right += [np.allclose(step, a, rtol=1e-3) for a in said[2:]]
    return right.index(True)
