"""What all optimizers share: the parameters, the learning rate, and the loop over both."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from dlbook.scratch.tensor import Tensor


class Optimizer:
    """Base class: a subclass defines :meth:`update`, the change of one parameter.

    Parameters
    ----------
    params : iterable of Tensor
        What to train: ``model.parameters()``.
    lr : float
        Learning rate, not negative.

    Attributes
    ----------
    lr : float
        The learning rate of the next step; a schedule sets it.
    states : list of dict
        For each parameter what the optimizer remembers, under torch's names.
    """

    def __init__(self, params: Iterable[Tensor], lr: float):
        self.params = _checked(params)
        check_range("lr", lr, low=0)
        self.lr = self.initial_lr = lr
        self.states: list[dict] = [{} for _ in self.params]

    def update(self, param: Tensor, grad: np.ndarray, state: dict) -> None:
        """Change ``param.data`` in place; ``state["step"]`` counts from 1."""
        raise NotImplementedError(f"{type(self).__name__} has no update method: define one")

    def step(self) -> None:
        """Change every parameter that has a gradient.

        Raises
        ------
        RuntimeError
            Where none has one.
        """
        if all(param.grad is None for param in self.params):
            raise RuntimeError("step: no parameter has a gradient: call loss.backward() first")
        for param, state in zip(self.params, self.states, strict=True):
            if param.grad is None:
                continue
            if not state:  # the array that the tensor was made from belongs to the caller
                param.data = param.data.copy()
            state["step"] = state.get("step", 0) + 1
            self.update(param, param.grad, state)

    def zero_grad(self) -> None:
        """Forget the gradients, so that the next ``backward()`` starts afresh."""
        for param in self.params:
            param.grad = None


def zeros_at_first(state: dict, name: str, like: np.ndarray) -> np.ndarray:
    """Return ``state[name]``, made as zeros of the shape of ``like`` where it is missing."""
    if name not in state:
        state[name] = np.zeros_like(like)
    return state[name]


def check_range(name: str, value: float, low: float, below: float = np.inf) -> None:
    """Raise a ValueError unless ``low <= value < below``."""
    if not low <= value < below:
        wanted = f"at least {low}" + ("" if below == np.inf else f" and below {below}")
        raise ValueError(f"{name} must be {wanted}, got {value}")


def _checked(params: Iterable[Tensor]) -> list[Tensor]:
    """Return ``params`` as a list, or say what is wrong with them."""
    if isinstance(params, Tensor):
        raise TypeError("params must be a list of tensors, got one Tensor: write [tensor]")
    params = list(params)
    if not params:
        raise ValueError("params is empty: there is nothing to train")
    for i, param in enumerate(params):
        if not isinstance(param, Tensor):
            raise TypeError(f"params[{i}] must be a Tensor, got {type(param).__name__}")
        if param.op or not param.requires_grad:
            what = f"the result of {param.op}" if param.op else "made without requires_grad"
            raise ValueError(
                f"params[{i}] (shape {param.shape}) cannot be trained, it is {what}: "
                f"pass a tensor made with requires_grad=True"
            )
    if len(set(params)) != len(params):
        raise ValueError(
            "a tensor stands more than once in params, and would move twice a step"
        )
    return params
