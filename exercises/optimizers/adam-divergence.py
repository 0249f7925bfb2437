# /// exercise
# title = "Adam walks the wrong way"
# kind = "predict"
# difficulty = 4
# minutes = 12
# practices = ["learning rates for each parameter", "non-convergence of Adam"]
# options = [
#   "near -1, the best point",
#   "near 0, since large and small gradients balance",
#   "near +1, the worst point",
#   "it jumps between -1 and +1 without end",
# ]
# answer = 2
# why = [
#   '''That is where plain descent goes: over three steps the gradients add up to
#   $4 - 1 - 1 = 2$, so the gradient points to -1. But Adam does not add gradients; it adds
#   gradients over the root of the mean square.''',
#   '''They would balance if the large gradient were divided by exactly twice what the small
#   ones are divided by. Work out $v$ right after the large gradient, and two steps later.''',
#   '''At the large gradient $v$ jumps to about 15, and 4 is divided by nearly 4: a step of one
#   learning rate. By the next two steps $v$ has nearly forgotten it, and the small gradients
#   count 0.7 and 1 learning rates in the other direction. Two small wrong steps beat one right
#   one. With more memory, $\beta_2$ near 1, it goes right here. Reddi, Kale and Kumar proposed
#   a $v$ that cannot shrink (AMSGrad).''',
#   '''It would if one step were as long as the interval. Here a step is at most about 0.01.''',
# ]
# hints = [
#   '''All steps have roughly the length of the learning rate. In which direction do two of
#   three go?''',
#   '''With $\beta_2 = 1/17$ we have $v = v_{\text{before}}/17 + 16\,g^2/17$. After the
#   gradient 4 this is about 15.1, after the next, -1, about 1.83, then about 1.05.''',
# ]
# ///

# %% [markdown]
# The losses of the steps are, in turn, $4\theta$, $-\theta$, $-\theta$, $4\theta$, $-\theta$,
# $-\theta$, and so on, for $\theta$ between $-1$ and $1$. Their mean is $\frac23\theta$, so the
# best point is $-1$. Adam without averaging the gradients ($\beta_1 = 0$), with
# $\beta_2 = 1/(1 + 4^2)$ and a learning rate of 0.01 starts at 0; after each step $\theta$ is
# clipped to $[-1, 1]$. Where is it after 3,000 steps? (The losses are those of Reddi, Kale
# and Kumar 2018, section 3, with $C = 4$.)

# %% tags=["starter"]
import numpy as np

theta, v, beta2 = 0.0, 0.0, 1 / 17
for t in range(3000):
    g = 4.0 if t % 3 == 0 else -1.0
    v = beta2 * v + (1 - beta2) * g**2
    v_hat = v / (1 - beta2 ** (t + 1))
    theta = float(np.clip(theta - 0.01 * g / np.sqrt(v_hat), -1, 1))


# %% tags=["check"]
def truth():
    return int(np.argmin([abs(theta + 1), abs(theta), abs(theta - 1)]))
