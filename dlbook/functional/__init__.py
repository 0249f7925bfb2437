"""Formulas of the chapters in plain torch: losses, attention, normalization and others.

Names, arguments and weight layouts are those of ``torch.nn.functional`` and of
``dlbook.scratch`` where they have the same.
"""

from dlbook.functional.attention import (
    attention_weights,
    scaled_dot_product_attention,
    sinusoidal_positions,
)
from dlbook.functional.boxes import box_iomin, box_iou, nms
from dlbook.functional.convolution import (
    ReceptiveField,
    avg_pool2d,
    conv2d,
    im2col,
    max_pool2d,
    receptive_field,
    windows,
)
from dlbook.functional.crf import crf_log_partition, crf_score, viterbi
from dlbook.functional.initialization import (
    fan_in_and_fan_out,
    kaiming_normal_,
    orthogonal_,
    xavier_normal_,
    xavier_uniform_,
)
from dlbook.functional.losses import (
    binary_cross_entropy_with_logits,
    cross_entropy,
    gaussian_nll_loss,
    huber_loss,
    l1_loss,
    linear_cross_entropy,
    mse_loss,
    quantile_loss,
    sigmoid_focal_loss,
)
from dlbook.functional.metrics import (
    Reliability,
    average_precision,
    expected_calibration_error,
    fit_temperature,
    frechet_distance,
    frechet_feature_distance,
    reliability,
    roc_auc,
    sqrtm_psd,
)
from dlbook.functional.normalization import (
    SpectralNorm,
    batch_norm,
    layer_norm,
    power_iteration,
    rms_norm,
)
from dlbook.functional.quantization import quantize
from dlbook.functional.recurrent import GRUGates, LSTMGates, gru_cell, lstm_cell, rnn_cell
from dlbook.functional.regularization import dropout, label_smoothing, mixup, soft_threshold
from dlbook.functional.text import (
    Overlap,
    corpus_bleu,
    edit_distance,
    entity_f1,
    entity_spans,
    error_rate,
    overlap,
    rouge_l,
    rouge_n,
    tokenize_13a,
)

__all__ = [
    "GRUGates",
    "LSTMGates",
    "Overlap",
    "ReceptiveField",
    "Reliability",
    "SpectralNorm",
    "attention_weights",
    "average_precision",
    "avg_pool2d",
    "batch_norm",
    "binary_cross_entropy_with_logits",
    "box_iomin",
    "box_iou",
    "conv2d",
    "corpus_bleu",
    "crf_log_partition",
    "crf_score",
    "cross_entropy",
    "dropout",
    "edit_distance",
    "entity_f1",
    "entity_spans",
    "error_rate",
    "expected_calibration_error",
    "fan_in_and_fan_out",
    "fit_temperature",
    "frechet_distance",
    "frechet_feature_distance",
    "gaussian_nll_loss",
    "gru_cell",
    "huber_loss",
    "im2col",
    "kaiming_normal_",
    "l1_loss",
    "label_smoothing",
    "layer_norm",
    "linear_cross_entropy",
    "lstm_cell",
    "max_pool2d",
    "mixup",
    "mse_loss",
    "nms",
    "orthogonal_",
    "overlap",
    "power_iteration",
    "quantile_loss",
    "quantize",
    "receptive_field",
    "reliability",
    "rms_norm",
    "rnn_cell",
    "roc_auc",
    "rouge_l",
    "rouge_n",
    "scaled_dot_product_attention",
    "sigmoid_focal_loss",
    "sinusoidal_positions",
    "soft_threshold",
    "sqrtm_psd",
    "tokenize_13a",
    "viterbi",
    "windows",
    "xavier_normal_",
    "xavier_uniform_",
]
