# /// exercise
# title = "How many digits to be sure?"
# kind = "predict"
# difficulty = 2
# minutes = 5
# practices = ["the luck of a test set"]
# options = [
#   "about 1,400",
#   "about 3,800",
#   "about 29,000",
#   "about 250,000",
# ]
# answer = 2
# why = [
#   '''That is 500 times the root of 7.6. It is the other way around: the luck falls with the
#   root of the number of digits, so the number grows with the *square* of 7.6.''',
#   '''That is 500 times 7.6. Luck falls with the *root* of the number of digits: 7.6 times less
#   luck needs $7.6^2 \approx 58$ times the digits.''',
#   '''$N = a(1-a)/s^2 = 0.97 \cdot 0.03 / 0.001^2 = 29{,}100$: 58 times as many for 7.6 times
#   less luck. The 10,000 test digits of MNIST cannot settle a tenth of a point.''',
#   '''That is right for a program that is right on every second digit, where $a(1-a)$ is
#   largest. At $a = 0.97$ it is 0.0291 and not 0.25.''',
# ]
# hints = [
#   '''Solve $s = \sqrt{a(1-a)/N}$ for $N$. A tenth of a point is $s = 0.001$.''',
# ]
# ///

# %% [markdown]
# A program is right on 97% of 500 independent test digits. As the chapter computes, luck alone
# moves this accuracy by a standard deviation of 0.76 points. How many test digits does it take
# to bring that down to a tenth of a point, 7.6 times less?

# %% tags=["check"]
import numpy as np


def truth():
    rng = np.random.default_rng(0)
    sizes = np.array([1_400, 3_800, 29_000, 250_000])
    measured = np.array([rng.binomial(N, 0.97, 10_000).std() / N for N in sizes])
    return int(np.abs(measured - 0.001).argmin())
