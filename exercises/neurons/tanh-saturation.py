# /// exercise
# title = "Ten times too large"
# kind = "predict"
# difficulty = 2
# minutes = 5
# practices = ["saturation", "derivative of tanh"]
# options = ["about 5%", "about 25%", "about 50%", "about 75%"]
# answer = 3
# why = [
#   '''That is about the fraction beyond *two* standard deviations. Here the derivative is gone
#   long before the first one.''',
#   '''That is about the fraction of derivatives *above* 0.01.''',
#   '''Half of the derivatives die in a ReLU layer, on one side. Tanh is flat on both.''',
#   '''The derivative is $1 - \tanh^2 z$, below 0.01 if $|z|$ is more than about 3. With a
#   standard deviation of 10, that is 0.3 of one standard deviation, and about three in four
#   values of a normal distribution lie further out.''',
# ]
# hints = [
#   '''For large $|z|$, $1 - \tanh^2 z \approx 4 e^{-2|z|}$. For which $z$ is that 0.01?''',
#   '''How much of a normal distribution lies within 0.3 standard deviations of its mean?''',
# ]
# ///

# %% [markdown]
# The pre-activations of a tanh layer were meant to have a standard deviation of about 1. Due
# to a mistake in scaling they are normally distributed with mean 0 and standard deviation
# **10**.
# What fraction of the layer's derivatives is below 0.01, a hundredth of the largest?

# %% tags=["starter"]
import numpy as np

z = np.random.default_rng(0).normal(0, 10, size=100_000)
share = np.mean(1 - np.tanh(z) ** 2 < 0.01)
print(f"derivatives below 0.01: {share:.0%}")


# %% tags=["check"]
def truth():
    return int(np.abs(np.array([0.05, 0.25, 0.5, 0.75]) - share).argmin())
