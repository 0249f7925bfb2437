"""Layers: modules that hold the weights of the operations, named as torch names them."""

from dlbook.scratch.layers.activations import (
    GELU,
    LeakyReLU,
    ReLU,
    Sigmoid,
    SiLU,
    Softplus,
    Tanh,
)
from dlbook.scratch.layers.flatten import Flatten
from dlbook.scratch.layers.linear import Linear
from dlbook.scratch.layers.sequential import Sequential

__all__ = [
    "GELU",
    "Flatten",
    "LeakyReLU",
    "Linear",
    "ReLU",
    "Sequential",
    "SiLU",
    "Sigmoid",
    "Softplus",
    "Tanh",
]
