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
#   '''A quarter is what the larger batch would do alone. The rate was raised with it.''',
#   '''The *deviation* of the gradient's noise falls to a half. The floor goes by the variance,
#   and by the rate.''',
#   '''The variance of the gradient's noise falls to a quarter, and the rate is four times as
#   large. The floor is proportional to rate over batch: it stays, while each step goes four
#   times as far.''',
#   '''Four times is what the larger rate would do alone. The noise has become smaller with
#   the batch.''',
# ]
# hints = [
#   '''Small rates: the loss hovers at about $\eta s^2/(4B)$ above its minimum.''',
# ]
# ///

# %% [markdown]
# A descent with small, constant steps has stopped improving: noise keeps its loss at a floor
# above the minimum. You take four times the batch and four times the rate (still far below
# $2/\lambda_{\max}$). What becomes of the floor?


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
