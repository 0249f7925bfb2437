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
from dlbook.scratch.layers.attention import MultiheadAttention
from dlbook.scratch.layers.cells import GRUCell, LSTMCell, RNNCell
from dlbook.scratch.layers.conv import Conv1d, Conv2d, ConvTranspose1d, ConvTranspose2d
from dlbook.scratch.layers.dropout import Dropout
from dlbook.scratch.layers.embedding import Embedding
from dlbook.scratch.layers.flatten import Flatten
from dlbook.scratch.layers.gru import GRU
from dlbook.scratch.layers.linear import Linear
from dlbook.scratch.layers.lstm import LSTM
from dlbook.scratch.layers.norms import BatchNorm1d, BatchNorm2d, GroupNorm, LayerNorm, RMSNorm
from dlbook.scratch.layers.pool import AdaptiveAvgPool2d, AvgPool2d, MaxPool2d
from dlbook.scratch.layers.rnn import RNN
from dlbook.scratch.layers.sequential import Sequential
from dlbook.scratch.layers.transformer import TransformerEncoderLayer

__all__ = [
    "GELU",
    "GRU",
    "LSTM",
    "RNN",
    "AdaptiveAvgPool2d",
    "AvgPool2d",
    "BatchNorm1d",
    "BatchNorm2d",
    "Conv1d",
    "Conv2d",
    "ConvTranspose1d",
    "ConvTranspose2d",
    "Dropout",
    "Embedding",
    "Flatten",
    "GRUCell",
    "GroupNorm",
    "LSTMCell",
    "LayerNorm",
    "LeakyReLU",
    "Linear",
    "MaxPool2d",
    "MultiheadAttention",
    "RMSNorm",
    "RNNCell",
    "ReLU",
    "Sequential",
    "SiLU",
    "Sigmoid",
    "Softplus",
    "Tanh",
    "TransformerEncoderLayer",
]
