"""Which parameters are to decay: matrices, and not the numbers that set a level or a scale."""

from __future__ import annotations

from torch import nn


def decay_groups(model: nn.Module, weight_decay: float) -> list[dict]:
    """Return two groups of parameters for an optimizer of ``torch.optim``.

    Parameters
    ----------
    model : torch.nn.Module
        Parameters that are frozen, ``requires_grad=False``, are left out.
    weight_decay : float
        Of the first group: parameters with two axes or more. Biases, and the gains and shifts
        of normalizations, have one axis or none; they stand in the second group, with no decay.

    Returns
    -------
    list of dict
        The groups, in this order; a group without parameters is left out.

    Raises
    ------
    ValueError
        Where nothing is to be trained, or the decay is negative.

    Examples
    --------
    >>> from torch.optim import AdamW
    >>> model = nn.Sequential(nn.Linear(3, 4), nn.LayerNorm(4))
    >>> optimizer = AdamW(decay_groups(model, 0.1), lr=1e-3)
    >>> [(len(g["params"]), g["weight_decay"]) for g in optimizer.param_groups]
    [(1, 0.1), (3, 0.0)]
    """
    if weight_decay < 0:
        raise ValueError(f"decay_groups: weight_decay must be at least 0, got {weight_decay}")
    trained = [p for p in model.parameters() if p.requires_grad]
    if not trained:
        raise ValueError("decay_groups: the model has no parameters that are to be trained")
    matrices = [p for p in trained if p.dim() > 1]
    others = [p for p in trained if p.dim() < 2]
    groups = [(matrices, weight_decay), (others, 0.0)]
    return [{"params": ps, "weight_decay": decay} for ps, decay in groups if ps]
