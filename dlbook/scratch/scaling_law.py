"""The scaling law of Hoffmann et al. (2022): loss by parameters and tokens, and its fit."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

UNIT_N, UNIT_D = 2e4, 4e5
"""Sizes in which ``A`` and ``B`` are told, so that both are numbers near 1."""


class ScalingLaw(NamedTuple):
    """``E + A (N / UNIT_N)**-alpha + B (D / UNIT_D)**-beta``, in nats (their equation 2)."""

    E: float
    A: float
    alpha: float
    B: float
    beta: float

    def loss(self, N, D):
        """Return the loss of ``N`` parameters that have read ``D`` tokens."""
        of_size = self.A * (np.asarray(N) / UNIT_N) ** -self.alpha
        return self.E + of_size + self.B * (np.asarray(D) / UNIT_D) ** -self.beta

    def best_size(self, C):
        """Return the ``N`` with the lowest loss at ``6 N D = C`` operations (equation 4)."""
        ratio = self.alpha * self.A / (self.beta * self.B)
        tokens = np.asarray(C) / (6 * UNIT_N * UNIT_D)
        return UNIT_N * (ratio * tokens**self.beta) ** (1 / (self.alpha + self.beta))


def fit_scaling_law(N, D, loss) -> ScalingLaw:
    """Fit the law to measured losses by least squares.

    With both exponents given it is linear in E, A and B, so all pairs of exponents from 0.02 to
    1 are tried. E, A and B are not negative.
    """
    N, D, loss = (np.asarray(a, dtype=float) for a in (N, D, loss))
    if not N.shape == D.shape == loss.shape or N.ndim != 1 or len(N) < 6:
        raise ValueError(
            "fit_scaling_law: expected three arrays of one length, at least 6, got "
            f"{N.shape}, {D.shape} and {loss.shape}"
        )
    best, lowest = None, np.inf
    for alpha in np.arange(0.02, 1.005, 0.01):
        for beta in np.arange(0.02, 1.005, 0.01):
            X = np.stack([N**0, (N / UNIT_N) ** -alpha, (D / UNIT_D) ** -beta], axis=1)
            found = np.linalg.lstsq(X, loss, rcond=None)[0]
            error = ((X @ found - loss) ** 2).sum()
            if error < lowest and found.min() >= 0:
                E, A, B = found.tolist()
                best, lowest = ScalingLaw(E, A, float(alpha), B, float(beta)), error
    if best is None:
        raise ValueError("fit_scaling_law: no law with E, A and B above 0 fits: more sizes?")
    return best
