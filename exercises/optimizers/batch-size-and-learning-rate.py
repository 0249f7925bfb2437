# /// exercise
# title = "Four times the batch"
# kind = "recall"
# difficulty = 2
# minutes = 5
# practices = ["noise of a gradient", "the floor of the loss"]
# options = [
#   "a quarter of the floor",
#   "half of the floor",
#   "the same floor",
#   "four times the floor",
# ]
# answer = 2
# why = [
#   '''A quarter is what the larger batch would do alone. But the learning rate was raised with
#   it.''',
#   '''The *deviation* of the gradient's noise falls to a half. The floor is proportional to the
#   variance, and to the learning rate.''',
#   '''The variance of the gradient's noise falls to a quarter, and the learning rate is four
#   times as large. The floor is proportional to learning rate over batch: it stays, while each
#   step goes four times as far.''',
#   '''Four times is what the larger learning rate would do alone. The larger batch has made
#   the noise smaller.''',
# ]
# hints = [
#   '''For small learning rates the loss stays at about $\eta c/(4B)$ above its minimum, if the
#   noise has the variance $c/B$.''',
# ]
# ///

# %% [markdown]
# Descent with a small, constant learning rate has stopped improving: noise keeps its loss at a
# floor above the minimum. You take four times the batch and four times the learning rate (still
# far below
# $2/a_{\max}$). How high is the new floor?


# %% tags=["check"]
import numpy as np


def truth():
    def floor(rate, batch):
        e, noise, seen = np.zeros(500), np.random.default_rng(0), []
        for t in range(1500):
            e = e - rate * (e + noise.normal(size=500) / np.sqrt(batch))
            if t > 900:
                seen.append(np.mean(e**2) / 2)
        return np.mean(seen)

    ratio = floor(0.08, 32) / floor(0.02, 8)
    return int(np.argmin(np.abs(np.log(np.array([0.25, 0.5, 1.0, 4.0]) / ratio))))
