# /// exercise
# title = "Two layers into one"
# kind = "implement"
# difficulty = 3
# minutes = 15
# practices = ["batch normalization in use", "linearity of a convolution"]
# answer = "fold"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''In use, normalization multiplies each map by one number and adds another one. Which?''',
#   '''With $a_o = \gamma_o / \sqrt{v_o + \epsilon}$ the two layers compute
#   $a_o\,(\text{conv} + b_o - m_o) + \beta_o$. Where does $a_o$ go in the weights?''',
# ]
# ///

# %% [markdown]
# After training, batch normalization uses the means $m$ and variances $v$ that it kept, one for
# each map $o$: it turns a value $z$ of the map into
#
# $$\gamma_o\,\frac{z - m_o}{\sqrt{v_o + \epsilon}} + \beta_o .$$
#
# If it follows a convolution, both together are again a convolution. Find its weights and
# biases, so that a network in use needs one layer instead of two.
#
# What comes in: `W` of shape `(O, C, K, L)` and `b` of shape `(O,)`, of the convolution;
# `gamma`, `beta`, `mean` and `variance` of shape `(O,)`; `eps`, a number. What goes out: a
# tuple of weights `(O, C, K, L)` and biases `(O,)`, float64.

# %% tags=["starter"]
import numpy as np


def fold(W, b, gamma, beta, mean, variance, eps):
    """Return weights and biases of the one convolution."""
    ### BEGIN SOLUTION
    a = gamma / np.sqrt(variance + eps)
    return W * a[:, None, None, None], (b - mean) * a + beta
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    filters, C, K, L = (int(n) for n in rng.choice(np.arange(1, 7), size=4, replace=False))
    gamma, beta, mean, b = rng.normal(size=(4, filters))
    variance = rng.uniform(0.1, 3, size=filters)
    W = rng.normal(size=(filters, C, K, L))
    return W, b, gamma, beta, mean, variance, float(rng.uniform(0.05, 0.5))


def edge_cases():
    W, one = np.ones((2, 1, 1, 3)), np.ones(2)
    return [
        (W, 0 * one, one, 0 * one, 0 * one, 0 * one, 0.25),
        (W, one, -2 * one, one, 3 * one, 4 * one, 1e-5),
        (W, one, 0 * one, one, one, one, 1e-5),
        # As many channels as filters: factors must still go along the filters.
        (np.arange(12.0).reshape(2, 2, 1, 3), one, np.array([1.0, -3.0]), one, one, one, 0.25),
    ]


def valid(W, b, gamma, beta, mean, variance, eps):
    same = all(a.shape == (len(W),) for a in (b, gamma, beta, mean, variance))
    return W.ndim == 4 and same and np.all(variance >= 0) and eps > 0


# %% [raw] tags=["wrong"]
# wrong_last_axis: You multiply along the last axis of W. The factors belong to the filters, its
# first axis: give them the shape (O, 1, 1, 1).
# - return W * a[:, None, None, None], (b - mean) * a + beta
# + return W * a, (b - mean) * a + beta
#
# wrong_channels: You multiply along the second axis of W, its channels. The factors belong to
# the filters, its first axis: give them the shape (O, 1, 1, 1).
# - return W * a[:, None, None, None], (b - mean) * a + beta
# + return (
# +     W * (a[None, :, None, None] if W.shape[1] == len(a) else a[:, None, None, None]),
# +     (b - mean) * a + beta,
# + )
#
# wrong_no_root: You divide by the variance. Normalization divides by its root, the standard
# deviation.
# - np.sqrt(variance + eps)
# + (variance + eps)
#
# wrong_eps_outside: You add eps to the standard deviation. It belongs under the root, to the
# variance.
# - np.sqrt(variance + eps)
# + (np.sqrt(variance) + eps)
#
# wrong_no_eps: You leave out eps. If a map hardly varied in training, you divide by nearly
# zero.
# - np.sqrt(variance + eps)
# + np.sqrt(variance)
#
# wrong_bias_left: The weights are right. The convolution's own bias is normalized with the
# rest: it must be multiplied, too.
# - (b - mean) * a + beta
# + b - mean * a + beta
#
# wrong_bias_lost: The weights are right. You dropped the convolution's own bias.
# - (b - mean) * a + beta
# + -mean * a + beta
#
# wrong_mean_unscaled: The weights are right. The mean is subtracted before the map is
# multiplied, so it must be multiplied, too.
# - (b - mean) * a + beta
# + b * a - mean + beta
#
# wrong_mean_added: The weights are right. You add the mean; it is subtracted.
# - (b - mean) * a + beta
# + (b + mean) * a + beta
#
# wrong_gamma_forgotten: You divide by the standard deviation, and forget the learned factor
# gamma.
# - a = gamma /
# + a = 1 /
