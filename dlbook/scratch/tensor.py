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
from typing import NamedTuple

import numpy as np

from dlbook.scratch.grad_mode import is_grad_enabled
from dlbook.scratch.watch import watchers

GradientRule = Callable[[np.ndarray], np.ndarray]

_serials = itertools.count()

_NO_GRADIENT = (
    "no gradient flows to this tensor: make its inputs with requires_grad=True, "
    "and compute it outside no_grad()"
)


class Edge(NamedTuple):
    """What a result remembers of one input."""

    tensor: Tensor
    rule: GradientRule
    version: int  # of the tensor, when it was used


class Tensor:
    """A NumPy array, and the operation that made it.

    Parameters
    ----------
    data : array_like
        The value. Python numbers and lists become float32; arrays keep their
        dtype, so float64 stays float64 (for gradient checks) and integer
        arrays stay integers (for labels and indices). An array is shared, not
        copied.
    requires_grad : bool
        Whether :meth:`backward` should leave a gradient in ``grad``.

    Attributes
    ----------
    grad : numpy.ndarray or None
        Sum of the gradients of all ``backward`` calls so far, of the same
        shape as ``data``. Set ``grad`` to None before a new step.
    op : str
        Name of the operation that made the tensor, empty for a leaf.
    edges : tuple of Edge
        The operation's inputs, where a gradient flows back to any of them.

    Raises
    ------
    TypeError
        Where the value is not numbers, or a gradient is asked of a tensor that
        is not floating point.

    Notes
    -----
    Gradient rules read their inputs' values when ``backward`` runs, so those
    must not change in between. Results are read-only. Leaves count their
    versions: ``t.data -= step`` and ``t.data = new`` are seen, and ``backward``
    then raises an error. A write into the array behind the tensor's back,
    ``t.data[0] = 1`` or through the array it was made from, is *not* seen, but
    inside :func:`~dlbook.scratch.anomaly.detect_anomaly`.

    A CuPy array is as welcome as NumPy's: NumPy's functions hand the work to
    the array that comes in, so every operation runs where its inputs are.
    """

    # NumPy then leaves `array * tensor` to Tensor.__rmul__.
    __array_ufunc__ = None

    def __init__(self, data, requires_grad: bool = False):
        self._data = _as_array(data)
        self.requires_grad = requires_grad
        self.grad: np.ndarray | None = None
        self.op = ""
        self.edges: tuple[Edge, ...] = ()
        self.keeps_grad = False
        self.serial = next(_serials)
        self.version = 0

    @property
    def data(self) -> np.ndarray:
        """The value. Assigning to it (``t.data -= step`` too) counts as a new version."""
        return self._data

    @data.setter
    def data(self, value: np.ndarray) -> None:
        value = _as_array(value)
        if (value.shape, value.dtype.kind) != (self.shape, self.dtype.kind):
            raise ValueError(
                f"new data is {value.dtype} of shape {value.shape}, and the tensor is "
                f"{self.dtype} of shape {self.shape}; only the precision may change"
            )
        self._data = value
        self.version += 1

    @property
    def requires_grad(self) -> bool:
        """Whether gradients flow to this tensor."""
        return self._requires_grad

    @requires_grad.setter
    def requires_grad(self, value: bool) -> None:
        if value and self.dtype.kind != "f":
            raise TypeError(
                f"only floating-point tensors have gradients, and this one is "
                f"{self.dtype}: pass data.astype('float32'), or leave requires_grad out"
            )
        self._requires_grad = value

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

    def __iter__(self):
        # Without it Python would index until an IndexError, and find a number empty.
        return (self[i] for i in range(len(self)))

    def __bool__(self) -> bool:
        return bool(self._data)

    def __float__(self) -> float:
        return float(self.item())

    def __array__(self, dtype=None, copy=None) -> np.ndarray:
        if self.requires_grad:
            raise TypeError("NumPy forgets how a value was made: use tensor.data to mean that")
        return np.array(self._data, dtype, copy=copy)

    def __repr__(self) -> str:
        parts = [np.array2string(self._data, separator=", ")]
        if self.dtype != np.float32:
            parts.append(f"dtype={self.dtype}")
        if self.op:
            parts.append(f"op={self.op!r}")
        elif self.requires_grad:
            parts.append("requires_grad=True")
        return f"Tensor({', '.join(parts)})"

    def item(self) -> float:
        """Return the only entry as a Python number."""
        if self.size != 1:
            raise ValueError(
                f"item: only a tensor with one entry is a number, and this one has shape "
                f"{self.shape}: reduce it first (tensor.mean()), or pick an entry"
            )
        return self._data.item()

    def detach(self) -> Tensor:
        """Return the same value, read-only, with no memory of how it was made."""
        return Tensor(_read_only(self._data))

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
                total = grad_of_node if node.grad is None else node.grad + grad_of_node
                # A copy: rules may share an array.
                node.grad = np.array(total, like=node.data)
            for parent, part in node.parts(grad_of_node):
                # `+` makes a new array: the parts may be views of one another.
                gradients[parent] = gradients[parent] + part if parent in gradients else part

    def parts(self, grad: np.ndarray) -> list[tuple[Tensor, np.ndarray]]:
        """Return what ``grad`` of this result contributes to the gradient of each input."""
        for edge in self.edges:
            if edge.tensor.version != edge.version:
                raise RuntimeError(_changed(self, edge))
        return [
            (tensor, _as_gradient(self.op, rule(grad), tensor))
            for tensor, rule, _ in self.edges
            if tensor.requires_grad
        ]

    def _seed(self, grad) -> np.ndarray:
        """Return the gradient that ``backward`` starts from, or say why there is none."""
        if not self.requires_grad:
            raise RuntimeError(f"backward: {_NO_GRADIENT}")
        if grad is None and self.size != 1:
            raise RuntimeError(
                f"backward() without a gradient needs a tensor with one entry, and this one "
                f"has shape {self.shape}: reduce it first (loss.mean()), or pass a gradient"
            )
        if grad is None:
            return np.ones_like(self._data)
        seed = np.asarray(grad, self.dtype, like=self._data)
        if seed.shape != self.shape:
            raise RuntimeError(
                f"backward: the gradient has shape {seed.shape}, and the tensor {self.shape}"
            )
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
    out = Tensor(_read_only(_as_array(data)))
    out.op = op
    if is_grad_enabled() and any(tensor.requires_grad for tensor, _ in rules):
        out.edges = tuple(Edge(tensor, rule, tensor.version) for tensor, rule in rules)
        out.requires_grad = True
    for watcher in watchers():
        watcher(out, tuple(tensor for tensor, _ in rules))
    return out


def newest_first(root: Tensor) -> list[Tensor]:
    """Return ``root`` and all to which its gradient flows, each result before its inputs.

    A result is always newer than its inputs, so the order of creation is a
    topological order. No recursion: a chain of 10,000 operations is a long
    list, not a deep stack.
    """
    found, waiting = {root}, [root]
    while waiting:
        for parent, _, _ in waiting.pop().edges:
            if parent.requires_grad and parent not in found:
                found.add(parent)
                waiting.append(parent)
    return sorted(found, key=lambda node: node.serial, reverse=True)


def as_tensor(value) -> Tensor:
    """Return ``value`` itself where it is a tensor, else a tensor of it without gradient."""
    return value if isinstance(value, Tensor) else Tensor(value)


def _as_array(data) -> np.ndarray:
    """Return ``data`` as an array of numbers; what is not an array yet becomes float32."""
    if isinstance(data, Tensor):
        raise TypeError("data is a Tensor already: use detach() for a copy without its history")
    # NumPy's own arrays, and those that take part in its functions, as CuPy's do.
    array = data if hasattr(data, "__array_function__") else np.asarray(data)
    if array.dtype.kind not in "biuf":
        raise TypeError(f"expected numbers, got {type(data).__name__} ({array.dtype})")
    is_array = array is data or isinstance(data, np.generic)
    return array if is_array else array.astype(np.float32)


def _read_only(array: np.ndarray) -> np.ndarray:
    view = array.view()  # of the same memory; the array itself stays as it is
    if isinstance(view, np.ndarray):  # others cannot be made read-only
        view.flags.writeable = False
    return view


def _as_gradient(op: str, grad, tensor: Tensor) -> np.ndarray:
    """Return ``grad`` as an array of the tensor's dtype, having checked its shape."""
    grad = np.asarray(grad, tensor.dtype, like=tensor.data)
    if grad.shape != tensor.shape:
        raise RuntimeError(
            f"{op}: its rule returned a gradient of shape {grad.shape} for an input of shape "
            f"{tensor.shape}; both must be equal"
        )
    return grad


def _changed(node: Tensor, edge: Edge) -> str:
    return (
        f"{node.op}: an input of shape {edge.tensor.shape} was changed "
        f"{edge.tensor.version - edge.version} time(s) after it was used, so the gradient "
        f"would be wrong: call backward() before you update it, or compute the result again"
    )
