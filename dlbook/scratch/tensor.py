"""The tensor: an array that remembers how it was made.

Every operation in :mod:`dlbook.scratch.ops` computes its result with NumPy and
hands it to :func:`record`, together with one gradient rule per input. The
recorded results form a graph; :meth:`Tensor.backward` walks it from the newest
result to the oldest and applies the rules (reverse-mode differentiation,
Linnainmaa 1970; Rumelhart, Hinton and Williams 1986).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np

from dlbook.scratch.grad_mode import is_grad_enabled
from dlbook.scratch.watch import watchers

GradientRule = Callable[[np.ndarray], np.ndarray]

_serials = itertools.count()

_NO_GRADIENT = (
    "no gradient flows to this tensor: make its inputs with requires_grad=True, "
    "and compute it outside no_grad()"
)


class Tensor:
    """A NumPy array, and the operation that made it.

    Parameters
    ----------
    data : array_like
        The value. Python numbers and lists become float32; NumPy arrays keep
        their dtype, so float64 stays float64 (for gradient checks) and integer
        arrays stay integers (for labels and indices).
    requires_grad : bool
        Whether :meth:`backward` should leave a gradient in ``grad``.

    Attributes
    ----------
    grad : numpy.ndarray or None
        Sum of the gradients of all ``backward`` calls so far, of the same
        shape as ``data``. Set ``grad`` to None before a new step.

    Raises
    ------
    TypeError
        Where a gradient is asked of a tensor that is not floating point.
    """

    # NumPy then leaves `array * tensor` to Tensor.__rmul__.
    __array_ufunc__ = None

    def __init__(self, data, requires_grad: bool = False):
        self._data = _as_array(data)
        if requires_grad and self._data.dtype.kind != "f":
            raise TypeError(
                f"only floating-point tensors have gradients, and this one is "
                f"{self._data.dtype}: pass data.astype('float32'), or leave requires_grad out"
            )
        self.requires_grad = requires_grad
        self.grad: np.ndarray | None = None
        self.op = ""
        self.edges: tuple[tuple[Tensor, GradientRule, int], ...] = ()
        self.keeps_grad = False
        self.serial = next(_serials)
        self.version = 0

    @property
    def data(self) -> np.ndarray:
        """The value. Assigning to it (``t.data -= step`` too) counts as a new version."""
        return self._data

    @data.setter
    def data(self, value: np.ndarray) -> None:
        if value.shape != self.shape:
            raise ValueError(
                f"new data has shape {value.shape}, and the tensor has {self.shape}"
            )
        self._data = value
        self.version += 1

    @property
    def shape(self) -> tuple[int, ...]:
        """Length of each axis."""
        return self._data.shape

    @property
    def ndim(self) -> int:
        """Number of axes."""
        return self._data.ndim

    @property
    def size(self) -> int:
        """Number of entries."""
        return self._data.size

    @property
    def dtype(self) -> np.dtype:
        """Type of the entries."""
        return self._data.dtype

    def __len__(self) -> int:
        return len(self._data)

    def __repr__(self) -> str:
        made_by = f", op={self.op!r}" if self.op else ""
        needs = ", requires_grad=True" if self.requires_grad and not self.op else ""
        return f"Tensor({np.array2string(self._data, separator=', ')}{made_by}{needs})"

    def item(self) -> float:
        """Return the only entry as a Python number."""
        return self._data.item()

    def detach(self) -> Tensor:
        """Return the same value with no memory of how it was made."""
        return Tensor(self._data)

    def retain_grad(self) -> None:
        """Have :meth:`backward` leave a gradient here too, though this is a result.

        Raises
        ------
        RuntimeError
            Where no gradient flows to this tensor.
        """
        if not self.requires_grad:
            raise RuntimeError(f"retain_grad: {_NO_GRADIENT}")
        self.keeps_grad = True

    def backward(self, grad=None) -> None:
        """Add the gradient of this tensor to ``grad`` of every leaf that it was made from.

        Parameters
        ----------
        grad : array_like, optional
            Gradient of the quantity of interest by this tensor, of this
            tensor's shape. May be left out where the tensor has one entry.

        Raises
        ------
        RuntimeError
            Where nothing requires a gradient, where ``grad`` is missing and
            the tensor has several entries, or where a value that a gradient
            rule needs was changed after it was used.
        """
        gradients = {self: self._seed(grad)}
        for node in newest_first(self):
            grad_of_node = gradients.pop(node)
            if node.keeps_grad or not node.edges:
                # A copy: rules may hand the same array to several tensors.
                node.grad = np.array(
                    grad_of_node if node.grad is None else node.grad + grad_of_node
                )
            for parent, rule, version in node.edges:
                if parent.version != version:
                    raise RuntimeError(_changed(node, parent, version))
                part = np.asarray(rule(grad_of_node), parent.dtype)
                # `+` makes a new array: the parts may be views of one another.
                gradients[parent] = gradients[parent] + part if parent in gradients else part

    def _seed(self, grad) -> np.ndarray:
        """Return the gradient that ``backward`` starts from, or say why there is none."""
        if not self.requires_grad:
            raise RuntimeError(f"backward: {_NO_GRADIENT}")
        if grad is None and self.size != 1:
            raise RuntimeError(
                f"backward() without a gradient needs a tensor with one entry, and this one "
                f"has shape {self.shape}: reduce it first (loss.mean()), or pass a gradient"
            )
        seed = np.ones(self.shape, self.dtype) if grad is None else np.asarray(grad, self.dtype)
        if seed.shape != self.shape:
            raise RuntimeError(f"the gradient has shape {seed.shape}, the tensor {self.shape}")
        return seed


def record(op: str, data, *rules: tuple[Tensor, GradientRule]) -> Tensor:
    """Return the result of an operation, with the rules that carry a gradient back.

    Parameters
    ----------
    op : str
        Name of the operation.
    data : array_like
        The result.
    *rules : tuple of Tensor and callable
        For each input, a function from the gradient of the result (an array of
        the result's shape) to the gradient of that input (of the input's
        shape). Rules of inputs that need no gradient are never called.

    Notes
    -----
    The result is made read-only: other rules may hold on to it.
    """
    out = Tensor(data)
    out.data.flags.writeable = False
    out.op = op
    if is_grad_enabled():
        out.edges = tuple((t, rule, t.version) for t, rule in rules if t.requires_grad)
        out.requires_grad = bool(out.edges)
    for watcher in watchers():
        watcher(out, tuple(t for t, _ in rules))
    return out


def newest_first(root: Tensor) -> list[Tensor]:
    """Return ``root`` and all that it was made from, each result before its inputs.

    A result is always newer than its inputs, so the order of creation is a
    topological order. No recursion: a chain of 10,000 operations is a long
    list, not a deep stack.
    """
    found, waiting = {root}, [root]
    while waiting:
        for parent, _, _ in waiting.pop().edges:
            if parent not in found:
                found.add(parent)
                waiting.append(parent)
    return sorted(found, key=lambda node: node.serial, reverse=True)


def as_tensor(value) -> Tensor:
    """Return ``value`` itself where it is a tensor, else a tensor of it without gradient."""
    return value if isinstance(value, Tensor) else Tensor(value)


def _as_array(data) -> np.ndarray:
    """Return ``data`` as an array; what is not an array yet becomes float32."""
    if isinstance(data, Tensor):
        raise TypeError("data is a Tensor already: use detach() for a copy without its history")
    if isinstance(data, np.ndarray | np.generic):
        return np.asarray(data)
    array = np.asarray(data)
    if array.dtype.kind not in "bif":
        raise TypeError(f"expected numbers, got {type(data).__name__} ({array.dtype})")
    return array.astype(np.float32)


def _changed(node: Tensor, parent: Tensor, version: int) -> str:
    return (
        f"{node.op}: an input of shape {parent.shape} was changed "
        f"{parent.version - version} time(s) after it was used, so its gradient would be "
        f"wrong: call backward() before you update it, or compute the result again"
    )
