# /// exercise
# title = "Log-sum-exp on the way"
# kind = "implement"
# difficulty = 3
# minutes = 20
# practices = ["online softmax", "numerical stability"]
# answer = "running_lse"
# forbidden = ["torch", "dlbook", "numpy.concatenate", "numpy.logaddexp"]
# hints = [
#   '''Keep the largest score so far, and the sum of exponentials relative to it.''',
#   '''When the maximum changes from m to M, the sum so far is multiplied by exp(m - M).''',
#   '''While everything so far is minus infinity, subtract 0 in place of the maximum.''',
# ]
# [survivors]
# "0.0 -> 1.0" = "While the maximum is minus infinity, any finite number may be subtracted."
# "0.0 -> 1.0 (2)" = "The first factor is exp(-inf) = 0, whatever the sum starts from."
# ///

# %% [markdown]
# Scores arrive in blocks. After each block, say what the log-sum-exp
# $\log \sum_i e^{e_i}$ of all scores *so far* is. Scores may be as large as ±1000, and minus
# infinity if they are masked; the log-sum-exp of masked scores alone is minus infinity.
#
# What comes in: `blocks`, a list of float64 arrays with one axis and at least one score each.
# What goes out: a float64 array with one number for each block.

# %% tags=["starter"]
import numpy as np


def running_lse(blocks):
    """Return the log-sum-exp of all scores so far, after each block."""
    ### BEGIN SOLUTION
    largest, total, found = -np.inf, 0.0, []
    for block in blocks:
        before, largest = largest, max(largest, block.max())
        base = 0.0 if np.isneginf(largest) else largest
        total = np.exp(before - base) * total + np.exp(block - base).sum()
        found.append(-np.inf if np.isneginf(largest) else base + np.log(total))
    return np.array(found)
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    sizes = rng.choice(np.arange(1, 8), size=4, replace=False)
    blocks = [float(rng.choice([1, 3, 300])) * rng.normal(size=int(n)) for n in sizes]
    blocks[int(rng.integers(4))][0] = -np.inf
    return (blocks,)


def edge_cases():
    masked = np.full(3, -np.inf)
    return [
        ([np.array([2.0])],),
        ([masked, masked, np.array([1.0, 2.0])],),
        ([np.array([1000.0]), np.array([1000.0, -1000.0]), masked],),
        ([np.array([-1000.0]), np.array([-999.0])],),
    ]


def valid(blocks):
    return len(blocks) > 0 and all(b.ndim == 1 and len(b) > 0 for b in blocks)


# %% [raw] tags=["wrong"]
# wrong_uncorrected: The sum so far is relative to the old maximum, and you add to it what is
# relative to the new one. Multiply it by exp(old - new) first.
# - np.exp(before - base) * total
# + total
#
# wrong_inverted: Your factor is upside down: under a larger maximum the old terms get smaller.
# With exp(old - new) it is at most 1.
# - np.exp(before - base) * total
# + np.exp(np.clip(base - before, -700, 700)) * total
#
# wrong_block_alone: You give the log-sum-exp of each block. Asked is that of all so far.
# - np.exp(before - base) * total + np.exp(block - base).sum()
# + np.exp(block - base).sum()
# - before, largest = largest, max(largest, block.max())
# + largest = block.max()
#
# wrong_overflow: The exponential of 1000 is infinite, and that of -1000 is zero. Subtract the
# largest score so far.
# - base = 0.0 if np.isneginf(largest) else largest
# + base = 0.0
# - total = np.exp(before - base) * total + np.exp(block - base).sum()
# + total = total + np.exp(block).sum()
#
# wrong_masked: If all scores so far are masked, the maximum is minus infinity, and minus
# infinity minus itself is NaN. Subtract 0 as long as there is no finite maximum.
# - 0.0 if np.isneginf(largest) else largest
# + largest
# - -np.inf if np.isneginf(largest) else base + np.log(total)
# + base + np.log(total)
#
# wrong_no_maximum: You forgot to add the maximum that was subtracted.
# - else base + np.log(total)
# + else np.log(total)
#
# wrong_skips_masked: You skip blocks in which everything is masked. Each block gets a number,
# and for a masked one it is the log-sum-exp of all scores before it.
# - found.append(-np.inf if np.isneginf(largest) else base + np.log(total))
# + found.extend([] if np.isneginf(block).all() else [base + np.log(total)])
