"""The learning rate over a run, as a share of its peak."""

from __future__ import annotations

from torch.optim import Optimizer
from torch.optim.lr_scheduler import LambdaLR


def warm_up_then_fall(
    optimizer: Optimizer, steps: int, warm_up: float = 0.2, flat: float = 0.0
) -> LambdaLR:
    """Return a schedule that rises in a straight line, may stay, and falls to zero.

    Parameters
    ----------
    optimizer : torch.optim.Optimizer
        Its learning rates are the peak.
    steps : int
        Of the whole run.
    warm_up, flat : float
        Shares of the run in which the rate rises, and then stays at the peak.

    Raises
    ------
    ValueError
        Where the shares are negative or leave no time to fall.
    """
    if min(warm_up, flat) < 0 or warm_up + flat >= 1:
        raise ValueError(
            f"warm_up_then_fall: warm_up {warm_up} and flat {flat} must be shares of the run, "
            "together below 1"
        )
    rise, fall_from = warm_up * steps, (warm_up + flat) * steps

    def share(step: int) -> float:
        # Half a step in: neither the first step nor the last is wasted at a rate of zero.
        now = step + 0.5
        if now < rise:
            return now / rise
        return min(1.0, max(0.0, (steps - now) / (steps - fall_from)))

    return LambdaLR(optimizer, share)
