"""Optimizers, their learning-rate schedules, and gradient clipping.

Names, arguments and formulas are those of ``torch.optim``; each step equals
torch's. A group of parameters with its own settings is an optimizer of its own.
"""

from dlbook.scratch.optim.optimizers import (
    SGD,
    Adagrad,
    Adam,
    AdamW,
    Muon,
    Optimizer,
    RMSprop,
    clip_grad_norm_,
)
from dlbook.scratch.optim.schedules import (
    CosineAnnealingLR,
    LinearLR,
    OneCycleLR,
    Schedule,
    SequentialLR,
)

__all__ = [
    "SGD",
    "Adagrad",
    "Adam",
    "AdamW",
    "CosineAnnealingLR",
    "LinearLR",
    "Muon",
    "OneCycleLR",
    "Optimizer",
    "RMSprop",
    "Schedule",
    "SequentialLR",
    "clip_grad_norm_",
]
