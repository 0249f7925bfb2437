"""Optimizers, their learning-rate schedules, and gradient clipping.

Names, arguments and formulas are those of ``torch.optim``; each step equals
torch's. A group of parameters with its own settings is an optimizer of its own.
"""

from dlbook.scratch.optim.adagrad import Adagrad
from dlbook.scratch.optim.adam import Adam
from dlbook.scratch.optim.adamw import AdamW
from dlbook.scratch.optim.clip import clip_grad_norm_, clip_grad_value_
from dlbook.scratch.optim.muon import Muon
from dlbook.scratch.optim.optimizer import Optimizer
from dlbook.scratch.optim.rmsprop import RMSprop
from dlbook.scratch.optim.schedules.cosine import CosineAnnealingLR
from dlbook.scratch.optim.schedules.one_cycle import OneCycleLR
from dlbook.scratch.optim.schedules.schedule import Schedule
from dlbook.scratch.optim.schedules.sequential import SequentialLR
from dlbook.scratch.optim.schedules.step import StepLR
from dlbook.scratch.optim.schedules.warmup import LinearLR
from dlbook.scratch.optim.sgd import SGD

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
    "StepLR",
    "clip_grad_norm_",
    "clip_grad_value_",
]
