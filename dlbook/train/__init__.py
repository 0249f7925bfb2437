"""A training loop short enough to read, and what it needs beside itself."""

from dlbook.train.augment import flip, flip_and_shift, shift
from dlbook.train.batches import ShuffledBatches, TextWindows
from dlbook.train.characters import Characters, split_text, text_loss
from dlbook.train.devices import pick_device
from dlbook.train.early_stopping import EarlyStopping
from dlbook.train.loop import training_steps
from dlbook.train.metrics import (
    accuracy,
    confusion_matrix,
    mean_cross_entropy,
    outputs_of,
    token_loss,
)
from dlbook.train.optimizers import (
    MuonAdamW,
    decay_groups,
    linear_warmup_decay,
    orthogonalize,
)
from dlbook.train.pictures import Pictures, standardized
from dlbook.train.progress import progress
from dlbook.train.run import Run
from dlbook.train.seeding import seed_everything

__all__ = [
    "Characters",
    "EarlyStopping",
    "MuonAdamW",
    "Pictures",
    "Run",
    "ShuffledBatches",
    "TextWindows",
    "accuracy",
    "confusion_matrix",
    "decay_groups",
    "flip",
    "flip_and_shift",
    "linear_warmup_decay",
    "mean_cross_entropy",
    "orthogonalize",
    "outputs_of",
    "pick_device",
    "progress",
    "seed_everything",
    "shift",
    "split_text",
    "standardized",
    "text_loss",
    "token_loss",
    "training_steps",
]
