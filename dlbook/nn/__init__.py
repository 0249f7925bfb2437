"""Concepts of the chapters in plain torch, beside those of ``dlbook.scratch``."""

from dlbook.nn.calibration import (
    Reliability,
    expected_calibration_error,
    fit_temperature,
    reliability,
)
from dlbook.nn.chunked_cross_entropy import linear_cross_entropy
from dlbook.nn.losses import (
    binary_cross_entropy_with_logits,
    cross_entropy,
    gaussian_nll_loss,
    huber_loss,
    l1_loss,
    mse_loss,
    quantile_loss,
    sigmoid_focal_loss,
)
from dlbook.nn.recurrent import GRUGates, LSTMGates, gru_cell, lstm_cell, rnn_cell
from dlbook.nn.regularization import dropout, mixup, smooth_labels, soft_threshold

__all__ = [
    "GRUGates",
    "LSTMGates",
    "Reliability",
    "binary_cross_entropy_with_logits",
    "cross_entropy",
    "dropout",
    "expected_calibration_error",
    "fit_temperature",
    "gaussian_nll_loss",
    "gru_cell",
    "huber_loss",
    "l1_loss",
    "linear_cross_entropy",
    "lstm_cell",
    "mixup",
    "mse_loss",
    "quantile_loss",
    "reliability",
    "rnn_cell",
    "sigmoid_focal_loss",
    "smooth_labels",
    "soft_threshold",
]
