"""The graph that a function records, as data: to draw it, or to count over it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from dlbook.scratch.tensor import Tensor, operation_hook


@dataclass(frozen=True)
class Node:
    """One value in a recorded graph: an input with a ``name``, or the result of an ``op``.

    An input's name is that of the function's parameter or outer variable, or
    the number itself for a constant of one entry. ``inputs`` are the positions
    in ``Graph.nodes`` of the operation's inputs, in its order; ``x * x`` names
    ``x`` twice.
    """

    name: str
    op: str
    inputs: tuple[int, ...]
    tensor: Tensor = field(repr=False, compare=False)

    @property
    def shape(self) -> tuple[int, ...]:
        """Length of each axis."""
        return self.tensor.shape

    @property
    def dtype(self) -> np.dtype:
        """Type of the entries."""
        return self.tensor.dtype

    @property
    def value(self) -> np.ndarray:
        """The value."""
        return self.tensor.data

    @property
    def grad(self) -> np.ndarray | None:
        """The gradient, once ``graph.output.backward()`` has run; None if none flows."""
        return self.tensor.grad


@dataclass(frozen=True)
class Graph:
    """The graph that :func:`trace` returns.

    ``nodes`` are all values that the output depends on, oldest first: an
    operation's inputs come before it, and the output is last.
    """

    nodes: tuple[Node, ...]
    output: Tensor = field(repr=False, compare=False)


def trace(fn: Callable[..., Tensor], *inputs) -> Graph:
    """Run ``fn(*inputs)`` and return the graph of its operations as data.

    Inputs that are not tensors become tensors, with ``requires_grad=True`` if
    they are floating point. All nodes of the graph keep their gradients: call
    ``graph.output.backward()``, then each ``node.grad`` is there, those of
    intermediate results too.

    Examples
    --------
    >>> from dlbook.scratch import trace
    >>> graph = trace(lambda x, w: x * w + 1, 3.0, 2.0)
    >>> graph.output.backward()
    >>> for node in graph.nodes:
    ...     print(node.name or node.op, float(node.value), node.grad)
    x 3.0 2.0
    w 2.0 3.0
    mul 6.0 1.0
    1 1.0 None
    add 7.0 1.0
    """
    leaves = [x if isinstance(x, Tensor) else _leaf(x) for x in inputs]
    made_from: dict[Tensor, tuple[Tensor, ...]] = {}
    with operation_hook(made_from.__setitem__):
        output = fn(*leaves)
    if not isinstance(output, Tensor):
        raise TypeError(
            f"trace: the function must return a Tensor, got {type(output).__name__}"
        )
    return Graph(_nodes(output, made_from, _names(fn, leaves)), output)


def _leaf(value) -> Tensor:
    tensor = Tensor(value)
    tensor.requires_grad = tensor.dtype.kind == "f"
    return tensor


def _nodes(output: Tensor, made_from: dict, names: dict[Tensor, str]) -> tuple[Node, ...]:
    tensors = _oldest_first(output, made_from)
    position = {tensor: i for i, tensor in enumerate(tensors)}
    nodes = []
    for tensor in tensors:
        if tensor.requires_grad:
            tensor.retain_grad()
        if tensor in made_from:
            inputs = tuple(position[t] for t in made_from[tensor])
            nodes.append(Node("", tensor.op, inputs, tensor))
        else:
            nodes.append(Node(names.get(tensor, _constant(tensor)), "", (), tensor))
    return tuple(nodes)


def _oldest_first(output: Tensor, made_from: dict[Tensor, tuple[Tensor, ...]]) -> list[Tensor]:
    """Return the tensors that ``output`` depends on, in the order of their creation."""
    found, waiting = {output}, [output]
    while waiting:
        for parent in made_from.get(waiting.pop(), ()):
            if parent not in found:
                found.add(parent)
                waiting.append(parent)
    return sorted(found, key=lambda tensor: tensor.creation_order)


def _names(fn: Callable, leaves: list[Tensor]) -> dict[Tensor, str]:
    """Return the names by which ``fn`` knows tensors: its parameters and outer variables."""
    names: dict[Tensor, str] = {}
    if inspect.isfunction(fn):
        outer = inspect.getclosurevars(fn)
        for name, value in {**outer.globals, **outer.nonlocals}.items():
            if isinstance(value, Tensor):
                names[value] = name
    try:
        bound = inspect.signature(fn).bind(*leaves).arguments
    except ValueError:  # some built-in functions have no signature
        return names
    for name, value in bound.items():
        if isinstance(value, tuple):  # *args
            names |= {t: f"{name}[{i}]" for i, t in enumerate(value)}
        else:
            names[value] = name
    return names


def _constant(tensor: Tensor) -> str:
    return f"{tensor.item():g}" if tensor.size == 1 else ""
