# /// exercise
# title = "Yes or no, weighted and stable"
# kind = "implement"
# difficulty = 3
# minutes = 20
# practices = ["binary cross-entropy from logits", "overflow", "a rare class"]
# answer = "binary_loss"
# forbidden = ["torch", "scipy", "dlbook", "for", "while"]
# hints = [
#   '''$-\log\sigma(z) = \log(1 + e^{-z})$ and $-\log(1 - \sigma(z)) = \log(1 + e^{z})$. Which
#   of the two overflows where, and how do $\max$ and $e^{-|z|}$ help?''',
#   '''`np.logaddexp(0, z)` is $\log(1 + e^z)$ without overflow. For the slope you need a
#   sigmoid that does not overflow either: with $s = e^{-|z|}$ it is $1/(1+s)$ for $z > 0$ and
#   $s/(1+s)$ otherwise.''',
#   '''The slope of a yes is $-w\,\sigma(-z)$, of a no $\sigma(z)$.''',
# ]
# [survivors]
# "z > 0 -> z >= 0" = "At 0 both forms give a half."
# "z > 0 -> z >= 0 (2)" = "Here, too."
# ///

# %% [markdown]
# Write the loss of yes-or-no questions from their logits, where a yes counts $w$ times:
#
# $$\ell = -w\,y\,\log\sigma(z) - (1 - y)\,\log(1 - \sigma(z)).$$
#
# It must be right and raise no overflow for $z = \pm 1000$.
#
# What comes in: `z`, logits, and `y`, numbers from 0 to 1, float64 arrays of one shape, any;
# the weight `w`, a number. What goes out: a tuple of two arrays of that shape, the loss of each
# entry and its slope by its logit.

# %% tags=["starter"]
import numpy as np


def binary_loss(z, y, w):
    """Return the loss of each entry, and its slope by the logit."""
    ### BEGIN SOLUTION
    small = np.exp(-np.abs(z))
    p = np.where(z > 0, 1, small) / (1 + small)  # sigmoid(z)
    q = np.where(z > 0, small, 1) / (1 + small)  # sigmoid(-z), without 1 - p
    loss = w * y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)
    return loss, (1 - y) * p - w * y * q
    ### END SOLUTION


# %% tags=["check"]
ATOL = 0.0  # far out, right answers are tiny


def inputs(rng):
    shape = tuple(int(n) for n in rng.choice(np.arange(2, 9), size=2, replace=False))
    soft = rng.random(shape)
    y = np.where(rng.random(shape) < 0.7, (soft < 0.5) * 1.0, soft)
    return rng.normal(0, 4, size=shape), y, float(rng.uniform(2, 9))


def edge_cases():
    z = np.array([-1000.0, -40.0, 0.0, 40.0, 1000.0])
    return [(z, np.zeros(5), 3.0), (z, np.ones(5), 3.0), (np.array(0.3), np.array(0.4), 1.5)]


def property_overflows_nowhere(answer, args, result):
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        try:
            answer(*args)
        except FloatingPointError as error:
            message = f"The result is right, but on the way there was an {error}."
            raise AssertionError(message) from None


# %% tags=["wrong"]
def right(z, y, w):
    small = np.exp(-np.abs(z))
    p = np.where(z > 0, 1, small) / (1 + small)
    q = np.where(z > 0, small, 1) / (1 + small)
    loss = w * y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)
    return loss, (1 - y) * p - w * y * q


def wrong_as_written(z, y, w):
    """This is right on paper. At ±1000 the sigmoid is exactly 0 or 1, and the logarithm of zero
    is minus infinity. Simplify the logarithm of the sigmoid before you compute."""
    p = 1 / (1 + np.exp(-z))
    return -w * y * np.log(p) - (1 - y) * np.log(1 - p), (1 - y) * p - w * y * (1 - p)


def wrong_clipped(z, y, w):
    """You clip the probabilities. The loss of the worst mistakes is then too small, and it
    stays the same however much worse they get."""
    p = np.clip(1 / (1 + np.exp(-np.clip(z, -500, 500))), 1e-7, 1 - 1e-7)
    return -w * y * np.log(p) - (1 - y) * np.log(1 - p), (1 - y) * p - w * y * (1 - p)


def wrong_weight_of_no(z, y, w):
    """Your weight is on the no; a yes is to count w times."""
    loss, slope = right(-z, 1 - y, w)
    return loss, -slope


def wrong_weight_of_all(z, y, w):
    """You multiply every entry by the weight. Only a yes is to count w times."""
    loss, slope = right(z, y, 1.0)
    return w * loss, w * slope


def wrong_weight_forgotten_in_slope(z, y, w):
    """The loss is right. Your slope is σ(z) - y, without the weight: then the weight has no
    effect on training at all."""
    return right(z, y, w)[0], right(z, y, 1.0)[1]


def wrong_weighted_target(z, y, w):
    """The loss is right. Your slope is σ(z) - w y: the weight belongs to the whole term of a
    yes, whose slope is -w (1 - σ(z))."""
    small = np.exp(-np.abs(z))
    return right(z, y, w)[0], np.where(z > 0, 1, small) / (1 + small) - w * y


def wrong_mean(z, y, w):
    """You return the mean loss. The task asks for the loss of each entry, and its slope."""
    loss, slope = right(z, y, w)
    return loss.mean(), slope / loss.size
