"""The training steps that are timed: shapes, data, initial weights, and their arithmetic."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

LR = 0.01

MLP_SIZES = (784, 128, 10)
HEADS = 4


@dataclass(frozen=True)
class Workload:
    """A network, a batch, and what one training step costs.

    Attributes
    ----------
    title : str
        What it is.
    input_shape : tuple of int
        Of the batch.
    target_shape : tuple of int
        Of what the output is compared with: shape ``(B,)`` stands for classes and
        cross-entropy, any other for numbers and the mean squared error.
    shapes : dict
        Of the weights, under torch's names.
    flops : int
        Additions and multiplications in the matrix products of a step. No
        gradient of the input is counted, for none is wanted.
    """

    title: str
    input_shape: tuple[int, ...]
    target_shape: tuple[int, ...]
    shapes: dict[str, tuple[int, ...]]
    flops: int

    @property
    def is_classification(self) -> bool:
        """Whether the loss is cross-entropy."""
        return len(self.target_shape) == 1

    def data(self) -> tuple[np.ndarray, np.ndarray, dict[str, np.ndarray]]:
        """Return input, target and initial weights, the same in every process."""
        rng = np.random.default_rng(0)
        x = rng.standard_normal(self.input_shape).astype(np.float32)
        y = rng.standard_normal(self.target_shape).astype(np.float32)
        if self.is_classification:
            y = rng.integers(0, 10, self.target_shape)
        weights = {}
        for name, shape in self.shapes.items():
            bound = 1 / math.sqrt(math.prod(shape[1:])) if len(shape) > 1 else 0.1
            weights[name] = rng.uniform(-bound, bound, shape).astype(np.float32)
        return x, y, weights


def _linear(rows: int, inputs: int, outputs: int, products: int = 3) -> int:
    """Cost of a linear map: forward, gradient of the weight, gradient of the input."""
    return 2 * rows * inputs * outputs * products


WORKLOADS = {
    "mlp": Workload(
        "MLP 784-128-10, batch 128",
        (128, 784),
        (128,),
        {"0.weight": (128, 784), "0.bias": (128,), "2.weight": (10, 128), "2.bias": (10,)},
        _linear(128, 784, 128, products=2) + _linear(128, 128, 10),
    ),
    "cnn": Workload(
        "CNN 3×3×16, pool, 3×3×32, pool, fc on 28×28, batch 64",
        (64, 1, 28, 28),
        (64,),
        {
            "0.weight": (16, 1, 3, 3),
            "0.bias": (16,),
            "3.weight": (32, 16, 3, 3),
            "3.bias": (32,),
            "7.weight": (10, 32 * 49),
            "7.bias": (10,),
        },
        _linear(64 * 784, 9, 16, products=2)
        + _linear(64 * 196, 9 * 16, 32)
        + _linear(64, 32 * 49, 10),
    ),
    "transformer": Workload(
        "Transformer block, width 64, 64 tokens, batch 16",
        (16, 64, 64),
        (16, 64, 64),
        {
            "self_attn.in_proj_weight": (192, 64),
            "self_attn.in_proj_bias": (192,),
            "self_attn.out_proj.weight": (64, 64),
            "self_attn.out_proj.bias": (64,),
            "linear1.weight": (256, 64),
            "linear1.bias": (256,),
            "linear2.weight": (64, 256),
            "linear2.bias": (64,),
            "norm1.weight": (64,),
            "norm1.bias": (64,),
            "norm2.weight": (64,),
            "norm2.bias": (64,),
        },
        _linear(16 * 64, 64, 4 * 64 + 2 * 256) + 2 * _linear(16 * 64, 64, 64),
    ),
    "lstm": Workload(
        "LSTM, 128 hidden, 64 steps, batch 32",
        (64, 32, 128),
        (64, 32, 128),
        {
            "weight_ih_l0": (512, 128),
            "weight_hh_l0": (512, 128),
            "bias_ih_l0": (512,),
            "bias_hh_l0": (512,),
        },
        _linear(64 * 32, 128, 512, products=2) + _linear(64 * 32, 128, 512),
    ),
}
