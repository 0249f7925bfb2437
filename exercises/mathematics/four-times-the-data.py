# /// exercise
# title = "One digit more"
# kind = "predict"
# difficulty = 2
# minutes = 5
# practices = ["standard error", "independence"]
# options = [
#   "10 times as many",
#   "20 times as many",
#   "100 times as many",
#   "it cannot be said without knowing the distribution of the losses",
# ]
# answer = 2
# why = [
#   '''The standard error falls with the root of the number, so 10 times the digits make the
#   interval only $\sqrt{10} \approx 3.2$ times narrower.''',
#   '''Both ends move, but by the same rule: the width is proportional to $1/\sqrt N$, which
#   needs $N$ to grow by the square of 10.''',
#   '''The width is $2 \cdot 1.96\,s/\sqrt N$, so a tenth of it takes $10^2 = 100$ times the
#   digits. Each further decimal place costs a hundred times the data.''',
#   '''The standard deviation $s$ of the losses does depend on their distribution, but it is the
#   same before and after, so it cancels from the ratio. For this many digits the central limit
#   theorem takes care of the rest.''',
# ]
# hints = [
#   '''How does the standard error depend on $N$?''',
# ]
# ///

# %% [markdown]
# The chapter gives the test loss of a layer, measured on 10,000 digits, with a 95% interval
# that is 0.06 wide. You would like to know one decimal more, with an interval of 0.006. How
# many independent test digits does that take, compared with now?

# %% tags=["check"]
import numpy as np


def truth():
    rng = np.random.default_rng(0)
    losses = rng.gamma(2.0, size=1_000_000)
    few = losses[:200_000].reshape(-1, 40).mean(axis=1).std()
    factors = np.array([10, 20, 100])
    many = [losses.reshape(-1, 40 * f).mean(axis=1).std() for f in factors]
    return int(np.abs(few / np.array(many) - 10).argmin())
