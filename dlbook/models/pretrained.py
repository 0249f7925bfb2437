"""Fill models with weights that another program has trained."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from torch import nn


def fill_in_order(model: nn.Module, weights: Mapping[str, np.ndarray]) -> None:
    """Copy tensors into a model whose own, from input to output, come in the same order.

    Names may differ; number and shapes must not.
    """
    state = model.state_dict()
    ours = {name: tuple(tensor.shape) for name, tensor in state.items()}
    if len(ours) != len(weights):
        raise ValueError(
            f"fill_in_order: the model has {len(ours)} tensors, and the weights {len(weights)}"
        )
    arrays = {}
    for (name, shape), theirs in zip(ours.items(), weights, strict=True):
        arrays[name] = torch.from_numpy(weights[theirs])
        if tuple(arrays[name].shape) != shape:
            raise ValueError(
                f"fill_in_order: {name} has shape {shape} in the model, and {theirs} has shape "
                f"{tuple(arrays[name].shape)}"
            )
    model.load_state_dict(arrays)
