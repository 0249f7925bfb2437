# /// exercise
# title = "The noise scale, from unbiased parts"
# kind = "implement"
# difficulty = 3
# minutes = 20
# practices = ["noise of a gradient", "unbiased estimates"]
# answer = "noise_scale"
# forbidden = ["torch", "dlbook", "for", "while"]
# hints = [
#   '''$\operatorname{tr}\boldsymbol\Sigma$ is the sum of the variances of all columns. Its
#   unbiased estimate divides by $N - 1$.''',
#   '''The squared length of a mean of $N$ noisy gradients is too large, on average by
#   $\operatorname{tr}\boldsymbol\Sigma/N$. Take that away.''',
# ]
# ///

# %% [markdown]
# Estimate $\operatorname{tr}\boldsymbol\Sigma$ and $\lVert\mathbf{g}\rVert^2$ from the
# gradients $\mathbf{g}_1, \dots, \mathbf{g}_N$ of $N$ examples, drawn independently from the
# whole data set. Let $\bar{\mathbf{g}}$ be their mean. Two estimates that are right on
# average are
#
# $$\begin{aligned}
# T &= \frac{1}{N - 1}\sum_{n=1}^{N} \lVert \mathbf{g}_n - \bar{\mathbf{g}}\rVert^2,\\
# Q &= \lVert\bar{\mathbf{g}}\rVert^2 - \frac{T}{N} .
# \end{aligned}$$
#
# (The mean of $N$ gradients still has noise, of variance
# $\operatorname{tr}\boldsymbol\Sigma/N$, and noise makes a vector longer.)
#
# What comes in: `G`, float64 of shape `(N, P)` with $N \ge 2$, one gradient per row. What goes
# out, computed without a loop: a tuple of three numbers, $T$, $Q$, and the noise scale $T/Q$;
# the last is `numpy.inf` if $Q \le 0$, since then the gradient drowns in the noise.

# %% tags=["starter"]
import numpy as np


def noise_scale(G):
    """Return estimates of tr Σ, of |g|², and of the noise scale."""
    ### BEGIN SOLUTION
    mean = G.mean(axis=0)
    T = np.sum((G - mean) ** 2) / (len(G) - 1)
    Q = np.sum(mean**2) - T / len(G)
    return T, Q, T / Q if Q > 0 else np.inf
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    N, P = (int(n) for n in rng.choice(np.arange(3, 9), size=2, replace=False))
    return (rng.normal(size=(N, P)) + rng.uniform(1, 3),)


def edge_cases():
    return [
        (np.array([[1.0, 2.0], [1.0, 2.0]]),),
        (np.array([[1.0], [-1.0]]),),
        (np.array([[3.0, 0.0], [0.0, 1.0], [2.0, 2.0]]),),
        (np.zeros((3, 2)),),
        (np.array([[0.5], [0.4]]),),
    ]


def valid(G):
    return G.ndim == 2 and len(G) >= 2 and G.shape[1] > 0


# %% [raw] tags=["wrong"]
# wrong_divided_by_n: You divide by N. The mean was computed from the same gradients, and lies
# closer to them than the true one: N - 1 makes up for it.
# - (len(G) - 1)
# + len(G)
#
# wrong_length_not_corrected: Your Q is the squared length of the mean. Noise makes that too
# large by tr Σ / N, on average.
# - Q = np.sum(mean**2) - T / len(G)
# + Q = np.sum(mean**2)
#
# wrong_correction_of_one: You take T away, the noise of one gradient. The mean of N has T / N.
# - - T / len(G)
# + - T
#
# wrong_mean_over_parameters: Your T is a mean over the parameters. A trace is a sum.
# - np.sum((G - mean) ** 2) / (len(G) - 1)
# + np.mean((G - mean) ** 2) * len(G) / (len(G) - 1)
#
# wrong_rows: You take the mean along a row, over the parameters. The mean gradient is the mean
# of the rows.
# - mean = G.mean(axis=0)
# - T = np.sum((G - mean) ** 2) / (len(G) - 1)
# + mean = G.mean(axis=1)
# + T = np.sum((G - mean[:, None]) ** 2) / (len(G) - 1)
#
# wrong_negative_scale: Where Q is not positive, you return a quotient all the same. A negative
# noise scale means nothing: return infinity.
# - T / Q if Q > 0 else np.inf
# + T / Q
#
# wrong_length: Your Q starts from the length of the mean. It is the *squared* length that noise
# makes too large by tr Σ / N.
# - np.sum(mean**2) - T / len(G)
# + np.sqrt(np.sum(mean**2)) - T / len(G)
#
# wrong_added: You add T / N. Noise has made the squared length too large, so subtract it.
# - - T / len(G)
# + + T / len(G)
#
# wrong_deviations: You add up standard deviations. A trace adds up variances, their squares.
# - np.sum((G - mean) ** 2) / (len(G) - 1)
# + np.sum(np.std(G, axis=0, ddof=1))
#
# wrong_one_mean: You subtract one number, the mean of all entries. Each column has a mean of
# its own: the mean gradient is a vector.
# - np.sum((G - mean) ** 2)
# + np.sum((G - G.mean()) ** 2)
#
# wrong_upside_down: You divide Q by T. The noise scale is noise over signal.
# - T / Q if Q > 0 else np.inf
# + Q / T if Q > 0 and T > 0 else np.inf
