"""Concepts of the chapters in plain torch, beside those of ``dlbook.scratch``."""

from dlbook.nn.attention import (
    attention_weights,
    scaled_dot_product_attention,
    sinusoidal_positions,
)
from dlbook.nn.calibration import (
    Reliability,
    expected_calibration_error,
    fit_temperature,
    reliability,
)
from dlbook.nn.chunked_cross_entropy import linear_cross_entropy
from dlbook.nn.convolution import avg_pool2d, conv2d, im2col, max_pool2d, windows
from dlbook.nn.frechet import frechet_distance, frechet_of_normals, matrix_root
from dlbook.nn.initialization import (
    fan_in_and_fan_out,
    kaiming_normal_,
    orthogonal_,
    xavier_normal_,
    xavier_uniform_,
)
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
from dlbook.nn.normalization import batch_norm, layer_norm, rms_norm
from dlbook.nn.receptive_field import Field, receptive_field
from dlbook.nn.recurrent import GRUGates, LSTMGates, gru_cell, lstm_cell, rnn_cell
from dlbook.nn.regularization import dropout, mixup, smooth_labels, soft_threshold
from dlbook.nn.spectral import SpectralNorm, power_iteration

__all__ = [
    "Field",
    "GRUGates",
    "LSTMGates",
    "Reliability",
    "SpectralNorm",
    "attention_weights",
    "avg_pool2d",
    "batch_norm",
    "binary_cross_entropy_with_logits",
    "conv2d",
    "cross_entropy",
    "dropout",
    "expected_calibration_error",
    "fan_in_and_fan_out",
    "fit_temperature",
    "frechet_distance",
    "frechet_of_normals",
    "gaussian_nll_loss",
    "gru_cell",
    "huber_loss",
    "im2col",
    "kaiming_normal_",
    "l1_loss",
    "layer_norm",
    "linear_cross_entropy",
    "lstm_cell",
    "matrix_root",
    "max_pool2d",
    "mixup",
    "mse_loss",
    "orthogonal_",
    "power_iteration",
    "quantile_loss",
    "receptive_field",
    "reliability",
    "rms_norm",
    "rnn_cell",
    "scaled_dot_product_attention",
    "sigmoid_focal_loss",
    "sinusoidal_positions",
    "smooth_labels",
    "soft_threshold",
    "windows",
    "xavier_normal_",
    "xavier_uniform_",
]
