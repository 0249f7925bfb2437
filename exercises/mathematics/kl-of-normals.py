# /// exercise
# title = "How far is one normal from another?"
# kind = "implement"
# difficulty = 3
# minutes = 20
# practices = ["KL divergence", "expectation", "normal distribution"]
# answer = "kl_normal"
# hints = [
#   '''The logarithm of the density of a normal with mean $m$ and standard deviation $s$ is
#   $-\log s - \frac{(x - m)^2}{2s^2}$ plus a constant. Subtract the two, then take the
#   expectation under the first.''',
#   '''Under the first normal, $\mathbb{E}[(x - m_1)^2] = s_1^2$. And
#   $\mathbb{E}[(x - m_2)^2] = s_1^2 + (m_1 - m_2)^2$, because the cross term has expectation
#   zero.''',
# ]
# ///

# %% [markdown]
# For densities, too, $\operatorname{KL}(q\,\Vert\,p)$ is an expectation: that of
# $\log q(x) - \log p(x)$, for $x$ drawn from $q$. Derive it for two normal distributions on
# paper, then write `kl_normal`. Variational autoencoders compute it in every step of training.
#
# What comes in: means `m1`, `m2` and standard deviations `s1`, `s2`, float64 arrays of shape
# `(D,)`, the latter positive. What goes out: an array of shape `(D,)` with the divergence, in
# nats, of the normal with `m1`, `s1` *from* the one with `m2`, `s2`: the first is $q$, under
# which the expectation is taken.

# %% tags=["starter"]
import numpy as np


def kl_normal(m1, s1, m2, s2):
    """Return KL(N(m1, s1²) || N(m2, s2²)) for each entry, shape (D,)."""
    ### BEGIN SOLUTION
    return np.log(s2 / s1) + (s1**2 + (m1 - m2) ** 2) / (2 * s2**2) - 0.5
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    D = int(rng.integers(2, 7))
    means, scales = rng.normal(size=(2, D)), np.exp(rng.normal(size=(2, D)))
    return means[0], scales[0], means[1], scales[1]


def edge_cases():
    m, s = np.array([0.5, -1.0, 2.0]), np.array([0.3, 1.0, 4.0])
    return [(m, s, m, s), (m, s, 0 * m, np.ones(3)), (m[:1], s[:1], m[1:2], s[2:])]


def valid(m1, s1, m2, s2):
    same = m1.shape == s1.shape == m2.shape == s2.shape
    return same and bool(np.all(s1 > 1e-3) and np.all(s2 > 1e-3))


# %% [raw] tags=["wrong"]
# wrong_direction: You computed the divergence the other way around. It is not symmetric: the
# expectation is taken under the first distribution.
# - np.log(s2 / s1) + (s1**2 + (m1 - m2) ** 2) / (2 * s2**2) - 0.5
# + np.log(s1 / s2) + (s2**2 + (m1 - m2) ** 2) / (2 * s1**2) - 0.5
#
# wrong_log: The logarithm has the wrong sign: a wider second distribution costs more.
# - np.log(s2 / s1)
# + np.log(s1 / s2)
#
# wrong_no_half: Two equal distributions have divergence 0. Under the first, the expectation of
# (x - m1)²/(2 s1²) is 1/2, which has to be subtracted.
# - (2 * s2**2) - 0.5
# + (2 * s2**2)
#
# wrong_means_only: You left out s1² in the expectation of (x - m2)²: x scatters around its own
# mean.
# - (s1**2 + (m1 - m2) ** 2)
# + ((m1 - m2) ** 2)
#
# wrong_distance_in_s1: You measured the distance of the means in units of s1. It comes from the
# logarithm of the second density, so s2 is the unit.
# - (s1**2 + (m1 - m2) ** 2) / (2 * s2**2)
# + s1**2 / (2 * s2**2) + (m1 - m2) ** 2 / (2 * s1**2)
#
# wrong_variance: You took the standard deviations for variances.
# - np.log(s2 / s1) + (s1**2 + (m1 - m2) ** 2) / (2 * s2**2) - 0.5
# + 0.5 * np.log(s2 / s1) + (s1 + (m1 - m2) ** 2) / (2 * s2) - 0.5
#
# wrong_summed: You added up the dimensions. The task asks for one number for each entry.
# - np.log(s2 / s1) + (s1**2 + (m1 - m2) ** 2) / (2 * s2**2) - 0.5
# + np.sum(np.log(s2 / s1) + (s1**2 + (m1 - m2) ** 2) / (2 * s2**2) - 0.5)
#
# wrong_bits: Your result is in bits; the task asks for nats, so take the natural logarithm.
# - np.log(s2 / s1) + (s1**2 + (m1 - m2) ** 2) / (2 * s2**2) - 0.5
# + (np.log(s2 / s1) + (s1**2 + (m1 - m2) ** 2) / (2 * s2**2) - 0.5) / np.log(2)
