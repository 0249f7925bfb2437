"""A training loop short enough to read, evaluation, optimizers, and recipes.

``python -m dlbook.train`` lists the recipes and trains one.
"""

from dlbook.train.evaluation import (
    EarlyStopping,
    accuracy,
    evaluate_loss,
    forward_in_batches,
    mean_cross_entropy,
    token_loss,
)
from dlbook.train.finetuning import (
    answer_log_probs,
    dpo_loss,
    lower_blocks,
    pack,
    upper_blocks,
    write_answers,
)
from dlbook.train.loop import TrainState, progress, training_steps
from dlbook.train.optimizers import (
    MuonAdamW,
    decay_groups,
    linear_warmup_decay,
    muon_groups,
    orthogonalize,
)
from dlbook.train.results import Stopwatch
from dlbook.train.search import successive_halving
from dlbook.train.setup import pick_device, seed_everything

__all__ = [
    "EarlyStopping",
    "MuonAdamW",
    "Stopwatch",
    "TrainState",
    "accuracy",
    "answer_log_probs",
    "decay_groups",
    "dpo_loss",
    "evaluate_loss",
    "forward_in_batches",
    "linear_warmup_decay",
    "lower_blocks",
    "mean_cross_entropy",
    "muon_groups",
    "orthogonalize",
    "pack",
    "pick_device",
    "progress",
    "seed_everything",
    "successive_halving",
    "token_loss",
    "training_steps",
    "upper_blocks",
    "write_answers",
]
