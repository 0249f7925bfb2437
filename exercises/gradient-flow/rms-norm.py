# /// exercise
# title = "RMS norm, forward and backward"
# kind = "implement"
# difficulty = 4
# minutes = 25
# practices = ["normalization", "backward rules"]
# answer = "RMSNorm"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''With $s = \sqrt{\text{mean of } z^2 + \varepsilon}$ of each row, $\mathbf n =
#   \mathbf z/s$ and $\mathbf y = \boldsymbol\gamma\odot\mathbf n$. Keep $\mathbf n$ and
#   $s$ for the backward pass.''',
#   '''Backward: $\bar{\mathbf n} = \boldsymbol\gamma\odot\bar{\mathbf y}$, then the
#   chapter's rule for $\bar{\mathbf z}$. It holds with $\varepsilon$ as well.''',
#   '''$\gamma_j$ was used once for each example: its adjoint is a sum over the rows of
#   $\bar y_j n_j$.''',
# ]
# ///

# %% [markdown]
# Write RMS norm as a class, with its backward pass. For each row $\mathbf z$ of $\mathbf Z$,
# with $H$ entries,
#
# $$\mathbf y = \boldsymbol\gamma\odot\frac{\mathbf z}{s},\qquad
# s = \sqrt{\tfrac1H\textstyle\sum_i z_i^2 + \varepsilon}.$$
#
# `RMSNorm(gamma, eps)` gets `gamma`, float64 of shape `(H,)`, and a number `eps`.
# `forward(Z)` takes float64 of shape `(B, H)` and returns the same shape. `backward(Y_bar)`,
# called after it, takes the adjoint of the output, `(B, H)`, and returns a tuple: the
# adjoints of `Z`, `(B, H)`, and of `gamma`, `(H,)`.

# %% tags=["starter"]
import numpy as np


class RMSNorm:
    """Divide each row by the root of its mean square, and scale."""

    def __init__(self, gamma, eps=1e-5):
        self.gamma, self.eps = gamma, eps

    def forward(self, Z):
        """Return Y, (B, H)."""
        ### BEGIN SOLUTION
        self.inverse = 1 / np.sqrt((Z**2).mean(axis=1, keepdims=True) + self.eps)
        self.N = Z * self.inverse
        return self.gamma * self.N
        ### END SOLUTION

    def backward(self, Y_bar):
        """Return the adjoints of Z, (B, H), and of gamma, (H,)."""
        ### BEGIN SOLUTION
        N_bar = self.gamma * Y_bar
        along = (N_bar * self.N).mean(axis=1, keepdims=True)
        return self.inverse * (N_bar - self.N * along), (Y_bar * self.N).sum(axis=0)
        ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    B, H = (int(n) for n in rng.choice(np.arange(2, 9), size=2, replace=False))
    return (
        1.0 + 2 * rng.normal(size=(B, H)),
        rng.normal(size=H),
        rng.normal(size=(B, H)),
        float(rng.uniform(0.05, 0.5)),
    )


def edge_cases():
    rng = np.random.default_rng(0)
    return [
        (np.zeros((2, 3)), np.ones(3), rng.normal(size=(2, 3)), 0.1),
        (1000 * rng.normal(size=(1, 4)), rng.normal(size=4), rng.normal(size=(1, 4)), 1e-5),
    ]


def valid(Z, gamma, Y_bar, eps):
    return Z.ndim == 2 and Z.size > 0 and eps > 0


def drive(answer, Z, gamma, Y_bar, eps):
    norm = answer(gamma, eps)
    Y = norm.forward(Z)
    return Y, *norm.backward(Y_bar)


# %% [raw] tags=["wrong"]
# WrongConstantDeviation: Forward is right. Backward you treat s as a constant, but it depends
# on every entry of the row. What is missing is the part along n.
# - self.inverse * (N_bar - self.N * along)
# + self.inverse * N_bar
#
# WrongLayerNorm: You subtract the mean. That is layer norm; RMS norm leaves the mean where it
# is.
# - self.inverse = 1
# + Z = Z - Z.mean(axis=1, keepdims=True)
# + self.inverse = 1
# - return self.inverse * (N_bar - self.N * along), (Y_bar * self.N).sum(axis=0)
# + Z_bar = self.inverse * (N_bar - self.N * along)
# + return Z_bar - Z_bar.mean(axis=1, keepdims=True), (Y_bar * self.N).sum(axis=0)
#
# WrongBackwardOfLayerNorm: Forward is right. Backward you subtract the mean of the adjoint, as
# layer norm does, because it subtracts the mean going forward. RMS norm does not.
# - (N_bar - self.N * along)
# + (N_bar - N_bar.mean(axis=1, keepdims=True) - self.N * along)
#
# WrongGammaForgotten: Your adjoint of Z lacks γ: the adjoint of the output has to pass the
# scale before it reaches the norm.
# - N_bar = self.gamma * Y_bar
# + N_bar = Y_bar
#
# WrongGammaAveraged: You averaged the adjoint of γ over the batch. γ was used once for each
# example, and the gradients of all uses add up.
# - (Y_bar * self.N).sum(axis=0)
# + (Y_bar * self.N).mean(axis=0)
#
# WrongSumAlong: In the part along n you took a sum, and the rule has a mean: s depends on each
# entry by n_j/H, and the 1/H is missing.
# - (N_bar * self.N).mean(
# + (N_bar * self.N).sum(
#
# WrongColumns: You take the mean square over the batch. RMS norm looks at one example, that is
# one row, at a time.
# - (Z**2).mean(axis=1,
# + (Z**2).mean(axis=0,
# - (N_bar * self.N).mean(axis=1,
# + (N_bar * self.N).mean(axis=0,
#
# WrongEpsOutside: You add ε to the root. It belongs under it, next to the mean square.
# - np.sqrt((Z**2).mean(axis=1, keepdims=True) + self.eps)
# + (np.sqrt((Z**2).mean(axis=1, keepdims=True)) + self.eps)
