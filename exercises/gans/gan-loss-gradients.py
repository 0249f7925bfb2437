# /// exercise
# title = "Both players' gradients"
# kind = "implement"
# difficulty = 3
# minutes = 20
# practices = ["non-saturating loss", "gradients with respect to the score", "overflow"]
# answer = "score_gradients"
# forbidden = ["torch", "scipy", "dlbook", "for", "while"]
# hints = [
#   '''$-\log\sigma(s)$ has the derivative $-(1 - \sigma(s)) = -\sigma(-s)$, and
#   $-\log(1 - \sigma(s))$ has the derivative $\sigma(s)$.''',
#   '''Each loss is a mean: its gradient with respect to one score has a factor 1 over the
#   number of scores of that kind.''',
#   '''A sigmoid without overflow: with $t = e^{-|s|}$ it is $1/(1+t)$ for $s > 0$ and
#   $t/(1+t)$ otherwise.''',
# ]
# [survivors]
# "s > 0 -> s >= 0" = "At 0 both forms give 1/2."
# ///

# %% [markdown]
# A discriminator has given scores (before the sigmoid) to real and to fake examples. Return
# three
# gradients: of the discriminator's loss
# $-\operatorname{mean}\log\sigma(s_{\text{real}})$
# $-\operatorname{mean}\log(1 - \sigma(s_{\text{fake}}))$
# with respect to each real and each fake score, and of the generator's non-saturating loss
# $-\operatorname{mean}\log\sigma(s_{\text{fake}})$ with respect to each fake score.
#
# Scores may reach $\pm 1000$; nothing may overflow, and small gradients must not be rounded to
# zero (at $s = 40$, $-\log\sigma(s)$ has a derivative of about $-e^{-40}$).
#
# What comes in: `real` and `fake`, float64 of shapes `(B,)` and `(M,)`. What goes out: a tuple
# of three arrays, of shapes `(B,)`, `(M,)` and `(M,)`.

# %% tags=["starter"]
import numpy as np


def score_gradients(real, fake):
    """Return the gradients of both losses with respect to the scores."""

    ### BEGIN SOLUTION
    def sigmoid(s):
        t = np.exp(-np.abs(s))
        return np.where(s > 0, 1, t) / (1 + t)

    of_real = -sigmoid(-real) / len(real)
    of_fake = sigmoid(fake) / len(fake)
    return of_real, of_fake, -sigmoid(-fake) / len(fake)
    ### END SOLUTION


# %% tags=["check"]
ATOL = 0.0  # far out, right answers are tiny
FLOAT_ERRORS = False  # no overflow, division by zero or invalid value on the way


def inputs(rng):
    B, M = (int(n) for n in rng.choice(np.arange(2, 12), size=2, replace=False))
    return rng.normal(1, 3, size=B), rng.normal(-1, 3, size=M)


def edge_cases():
    far = np.array([-1000.0, -40.0, 0.0, 40.0, 1000.0])
    return [(far, far[::-1].copy()), (np.array([0.3]), np.array([-0.2, 0.1]))]


def valid(real, fake):
    return len(real) > 0 and len(fake) > 0


# %% [raw] tags=["wrong"]
# wrong_minimax: The discriminator's gradients are right. For the generator you took the minimax
# loss log(1 - D), whose gradient -D is zero if the fake is caught. The exercise asks for -log
# D.
# - -sigmoid(-fake) / len(fake)
# + -sigmoid(fake) / len(fake)
#
# wrong_sign_of_generator: Your generator goes the wrong way: a step against your gradient
# lowers the scores of its fakes. Its loss falls as the score rises, so the gradient is
# negative.
# - -sigmoid(-fake) / len(fake)
# + sigmoid(-fake) / len(fake)
#
# wrong_sums: You took the gradients of sums. The losses are means over the real and over the
# fake scores.
# - of_real = -sigmoid(-real) / len(real)
# - of_fake = sigmoid(fake) / len(fake)
# - return of_real, of_fake, -sigmoid(-fake) / len(fake)
# + return -sigmoid(-real), sigmoid(fake), -sigmoid(-fake)
#
# wrong_one_mean: You divide by the number of all scores. Real and fake ones each have a mean of
# their own.
# - of_real = -sigmoid(-real) / len(real)
# - of_fake = sigmoid(fake) / len(fake)
# - return of_real, of_fake, -sigmoid(-fake) / len(fake)
# + n = len(real) + len(fake)
# + return -sigmoid(-real) / n, sigmoid(fake) / n, -sigmoid(-fake) / n
#
# wrong_one_mean_of_discriminator: The generator's gradient is right. The discriminator's loss
# is a mean over the real scores plus a mean over the fake ones: divide each by its own number.
# - of_real = -sigmoid(-real) / len(real)
# + n = len(real) + len(fake)
# + of_real = -sigmoid(-real) / n
# - of_fake = sigmoid(fake) / len(fake)
# + of_fake = sigmoid(fake) / n
#
# wrong_ascent: You return the gradients of the value, which the discriminator maximizes. The
# exercise asks for the gradients of its loss, which have the opposite sign.
# - return of_real, of_fake,
# + return -of_real, -of_fake,
#
# wrong_overflow: Right for small scores. exp(1000) is infinite, and 1 - D rounds to zero if D
# is near 1: write 1 - σ(s) as σ(-s), and let no exponent be positive.
# - t = np.exp(-np.abs(s))
# - return np.where(s > 0, 1, t) / (1 + t)
# + return np.exp(s) / (1 + np.exp(s))
# - -sigmoid(-real)
# + (sigmoid(real) - 1)
# - -sigmoid(-fake)
# + (sigmoid(fake) - 1)
#
# wrong_rounded: Nearly. If D is near 1, your 1 - D rounds to zero. Write 1 - σ(s) as σ(-s).
# - of_real = -sigmoid(-real)
# + of_real = (sigmoid(real) - 1)
# - -sigmoid(-fake)
# + (sigmoid(fake) - 1)
#
# wrong_by_probability: These are gradients with respect to the probability D, such as -1/D. By
# the chain rule, the gradient with respect to the score has another factor D (1 - D).
# - of_real = -sigmoid(-real) / len(real)
# - of_fake = sigmoid(fake) / len(fake)
# - return of_real, of_fake, -sigmoid(-fake) / len(fake)
# + of_real = -1 / sigmoid(real) / len(real)
# + of_fake = 1 / (1 - sigmoid(fake)) / len(fake)
# + return of_real, of_fake, -1 / sigmoid(fake) / len(fake)
#
# wrong_both_branches: The values are right, but `np.where` computes both branches everywhere,
# and the one that is not selected overflows. Write it so that no exponent is positive.
# - np.where(s > 0, 1, t) / (1 + t)
# + np.where(s > 0, 1 / (1 + np.exp(-s)), np.exp(s) / (1 + np.exp(s)))
