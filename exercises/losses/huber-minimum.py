# /// exercise
# title = "The minimum of Huber's loss"
# kind = "predict"
# difficulty = 2
# minutes = 10
# practices = ["Huber's loss", "the derivative of an error"]
# value = 0.5
# within = 0.01
# slips = [
#   [2, '''That is the mean. The 9 pulls with its full distance only under squared errors;
#   here it pulls with 1.'''],
#   [0, '''That is the median. It would be right if every error pulled with 1, however small;
#   here errors below 1 pull with their size.'''],
#   [0.3333, '''You let only one of the targets above pull: $3c = 1$. The 1 pulls with
#   $1 - c$, and the 9 with 1.'''],
#   [0.6667, '''You let the 1 and the 9 pull with 1 each: $3c = 2$. The 1 is nearer than
#   $\delta$ and pulls with $1 - c$.'''],
# ]
# why = [
#   '''The derivative of Huber's loss is the error, cut off at ±1. Try $0 < c < 1$. The three
#   zeros push $c$ down with $c$ each, the target 1 pulls it up with $1 - c$, and the 9 with 1,
#   however far away it is: $3c = (1 - c) + 1$, so $c = 1/2$. The median is 0, and the mean,
#   which the 9 pulls with its full distance, is 2. (Here $c$ lies between the two. It need not
#   always.)''',
# ]
# hints = [
#   '''At the best $c$ the derivatives of all five losses add up to zero. What is the derivative
#   of $\ell_1$ for the target 9?''',
#   '''Suppose that $c$ lies between 0 and 1, and write the five derivatives down.''',
# ]
# ///

# %% [markdown]
# Five targets: 0, 0, 0, 1 and 9. The same number $c$ is forecast for all. The median, 0, has
# the smallest absolute error, and the mean, 2, the smallest squared error. Which $c$ has the
# smallest Huber loss with $\delta = 1$? Work it out from the derivatives before you run
# anything.

# %% tags=["starter"]
import numpy as np

y = np.array([0.0, 0.0, 0.0, 1.0, 9.0])
c = np.linspace(0, 9, 9001)
size = abs(y - c[:, None])
near = np.minimum(size, 1)
loss = (near * (size - near / 2)).sum(axis=1)
print("least at", c[loss.argmin()].round(3))


# %% tags=["check"]
def truth():
    return float(c[loss.argmin()])
