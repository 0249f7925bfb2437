# /// exercise
# title = "Half of the data"
# kind = "predict"
# difficulty = 3
# minutes = 10
# practices = ["the best discriminator", "mode collapse"]
# value = 0.9548
# within = 0.01
# why = [
#   '''On $[0, 1]$ we have $\mathrm{D}^* = \tfrac12 / (\tfrac12 + 1) = \tfrac13$, on $(1, 2]$ it
#   is 1. Half of the real numbers lose $\log 3$ and half nothing; each fake loses
#   $-\log\tfrac23$. Together $\tfrac12\log 3 + \log\tfrac32 = 0.955$. Half of the data is
#   missing, and the loss is still nearer to $2 \log 2$ than to 0.''',
# ]
# slips = [
#   [1.3863, '''That would be the loss if the generator covered all of $[0, 2]$.'''],
#   [0.0, '''The best discriminator is never wrong on $(1, 2]$. But on $[0, 1]$ there are real
#   and fake numbers, and it cannot tell them apart.'''],
#   [0.2158, '''This is the Jensen-Shannon divergence. The loss is $2 \log 2$ minus twice
#   that.'''],
#   [0.4774, '''This is the mean over both kinds. The discriminator's loss is the sum of both
#   terms.'''],
#   [-0.9548, '''This is the value of the game; the loss is minus that.'''],
# ]
# hints = [
#   '''The densities are $\tfrac12$ on $[0, 2]$ and 1 on $[0, 1]$. What is
#   $\mathrm{D}^* = p/(p+q)$ on each half?''',
#   '''Half of the real numbers lie in each half; all fakes lie in the first.''',
# ]
# ///

# %% [markdown]
# Real examples are numbers from a uniform distribution over $[0, 2]$. A generator has collapsed
# onto half of it: its samples are uniform over $[0, 1]$. What is the loss of the best
# discriminator, $-\mathbb{E}_p[\log \mathrm{D}^*]$ $-\mathbb{E}_q[\log(1 - \mathrm{D}^*)]$? (To
# two decimals.)

# %% tags=["starter"]
import numpy as np

x = (np.arange(20_000) + 0.5) / 10_000  # midpoints of [0, 2]
p = np.full_like(x, 0.5)
q = (x < 1) * 1.0
D = p / (p + q)
drawn = q > 0  # no fakes elsewhere
loss = -np.mean(np.log(D)) - np.mean(np.log(1 - D[drawn]))
print(round(loss, 4))


# %% tags=["check"]
def truth():
    return float(loss)
