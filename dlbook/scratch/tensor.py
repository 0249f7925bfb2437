"""The tensor: an array that remembers how it was made.

Every operation in :mod:`dlbook.scratch.ops` computes its result with NumPy and
hands it to :func:`make_result`, together with one vector-Jacobian product (vjp)
per input. The results form a graph; :meth:`Tensor.backward` walks it from the
newest result to the oldest and applies the products (reverse-mode
differentiation, Linnainmaa 1970; Rumelhart, Hinton and Williams 1986).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from operator import attrgetter
from typing import NamedTuple

import numpy as np

VJP = Callable[[np.ndarray], np.ndarray]

_creation_orders = itertools.count()

_NO_GRADIENT = (
    "no gradient flows to this tensor: make its inputs with requires_grad=True, "
    "and compute it outside no_grad()"
)


class Edge(NamedTuple):
    """One input of an operation, as its result remembers it."""

    tensor: Tensor
    vjp: VJP
    version: int  # of the tensor, when it was used


class Tensor:
    """A NumPy array, and the operation that made it.

    Parameters
    ----------
    data : array_like
        The value. Python numbers and lists become float32; arrays keep their
        dtype, so float64 stays float64 (for gradient checks) and integers stay
        integers (for labels and indices). An array is shared, not copied.
    requires_grad : bool
        Whether :meth:`backward` leaves a gradient in ``grad``.

    Attributes
    ----------
    grad : numpy.ndarray or None
        Sum of the gradients of all ``backward`` calls so far, of the shape of
        ``data``. Set it to None before a new step.
    op : str
        Name of the operation that made the tensor, empty for a leaf.
    edges : tuple of Edge
        The operation's inputs, if a gradient flows back to any of them.

    Notes
    -----
    The backward pass reads the inputs' values again, so those must not change
    in between. Results are read-only. Leaves count their versions, which they
    share with their views: ``t.data -= step`` and ``t.data = new`` are seen, and
    ``backward`` then raises an error. A write behind the tensor's back,
    ``t.data[0] = 1`` or through the array that it was made from, is *not* seen,
    except inside :func:`~dlbook.scratch.detect_anomaly`.

    CuPy arrays work too: NumPy's functions hand the work to the array that they
    are given, so every operation runs where its inputs are.
    """

    # NumPy then leaves `array * tensor` to Tensor.__rmul__.
    __array_ufunc__ = None

    def __init__(self, data, requires_grad: bool = False):
        self._data = _as_array(data)
        self.requires_grad = requires_grad
        self.grad: np.ndarray | None = None
        self.op = ""
        self.edges: tuple[Edge, ...] = ()
        self.retains_grad = False
        self.creation_order = next(_creation_orders)
        self._version = [0]  # a list, so that views can share it

    @property
    def data(self) -> np.ndarray:
        """The value. Assigning to it (``t.data -= step`` too) counts as a new version."""
        return self._data

    @data.setter
    def data(self, value: np.ndarray) -> None:
        if value is self._data:  # written in place: its views have changed with it
            self._version[0] += 1
            return
        value = _as_array(value)
        if (value.shape, value.dtype.kind) != (self.shape, self.dtype.kind):
            raise ValueError(
                f"new data is {value.dtype} of shape {value.shape}, and the tensor is "
                f"{self.dtype} of shape {self.shape}; only the precision may change"
            )
        self._data, self._version = value, [self.version + 1]

    @property
    def version(self) -> int:
        """How often the value was changed."""
        return self._version[0]

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
            raise TypeError(
                "NumPy would lose the gradient: pass tensor.data if that is what you want"
            )
        return np.array(self._data, dtype, copy=copy)

    def __getstate__(self) -> dict:
        if self.edges:
            raise RuntimeError(
                f"only tensors without a history can be copied or pickled, and this one is the "
                f"result of {self.op}: use detach()"
            )
        return self.__dict__

    def __setstate__(self, state: dict) -> None:
        # Counted in this process: another one's numbers mean nothing here.
        self.__dict__.update(state, creation_order=next(_creation_orders))

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
        """Return the same value, read-only, without its history."""
        out = Tensor(_read_only(self._data))
        out._version = self._version
        return out

    def retain_grad(self) -> None:
        """Have :meth:`backward` leave a gradient here too, although this is a result."""
        if not self.requires_grad:
            raise RuntimeError(f"retain_grad: {_NO_GRADIENT}")
        self.retains_grad = True

    def backward(self, grad=None) -> None:
        """Add the gradient of this tensor to ``grad`` of every leaf that it was made from.

        Parameters
        ----------
        grad : array_like, optional
            Gradient with respect to this tensor, of its shape. May be left out
            if the tensor has one entry.

        Raises
        ------
        RuntimeError
            If nothing requires a gradient, if ``grad`` is missing or misshapen,
            or if a value that the backward pass needs was changed.

        Notes
        -----
        Adding to ``grad`` is not atomic: threads that share leaves must take turns.
        """
        gradients = {self: self._first_gradient(grad)}
        for node in newest_first(self):
            grad_of_node = gradients.pop(node)
            if node.retains_grad or not node.edges:
                node.grad = _accumulated(node, grad_of_node)
            for parent, part in node._vjps(grad_of_node):
                # `+` makes a new array: the parts may be views of one another.
                gradients[parent] = gradients[parent] + part if parent in gradients else part

    def _vjps(self, grad: np.ndarray) -> Iterator[tuple[Tensor, np.ndarray]]:
        """Yield what ``grad`` of this result contributes to the gradient of each input."""
        for edge in self.edges:
            if edge.tensor.version != edge.version:
                raise RuntimeError(_changed(self, edge))
        for tensor, vjp, _ in self.edges:
            if tensor.requires_grad:
                part = vjp(grad)
                part = part.view() if part is grad else part  # a view is never taken as .grad
                yield tensor, _as_gradient(self.op, part, tensor)

    def _first_gradient(self, grad) -> np.ndarray:
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
        # A copy, so that nothing remembered by its identity is out of date.
        grad = np.array(grad, self.dtype, like=self._data)
        if grad.shape != self.shape:
            raise RuntimeError(
                f"backward: the gradient has shape {grad.shape}, and the tensor {self.shape}"
            )
        return grad


def make_result(op: str, data, *vjps: tuple[Tensor, VJP]) -> Tensor:
    """Return the result of an operation as a tensor that gradients flow back from.

    Parameters
    ----------
    op : str
        Name of the operation.
    data : array_like
        The result. It is made read-only: vjps may hold on to it.
    *vjps : tuple of Tensor and callable
        For each input its vector-Jacobian product: a function from the gradient
        of the result to the gradient of that input, each of its tensor's shape.
        It must not change what it is given, and returns a new array, or a view.
        Those of inputs that need no gradient are never called.
    """
    array = _as_array(data)
    out = Tensor(_read_only(array))
    out.op = op
    if _grad_enabled.get() and any(tensor._requires_grad for tensor, _ in vjps):
        out.edges = tuple([Edge(tensor, vjp, tensor.version) for tensor, vjp in vjps])
        out._requires_grad = True
    if array.base is not None:
        for tensor, _ in vjps:
            if np.may_share_memory(array, tensor._data):
                out._version = tensor._version
    for hook in _hooks.get():
        hook(out, tuple(tensor for tensor, _ in vjps))
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
    return sorted(found, key=attrgetter("creation_order"), reverse=True)


_grad_enabled: ContextVar[bool] = ContextVar("grad_enabled", default=True)


@contextmanager
def no_grad() -> Iterator[None]:
    """Record nothing inside the block: no graph, no memory held, no gradients.

    Examples
    --------
    >>> from dlbook.scratch import Tensor, no_grad
    >>> w = Tensor([1.0, 2.0], requires_grad=True)
    >>> with no_grad():
    ...     y = w * 2
    >>> y.requires_grad
    False
    """
    token = _grad_enabled.set(False)
    try:
        yield
    finally:
        _grad_enabled.reset(token)


Hook = Callable[[Tensor, tuple[Tensor, ...]], None]

_hooks: ContextVar[tuple[Hook, ...]] = ContextVar("hooks", default=())


@contextmanager
def operation_hook(hook: Hook) -> Iterator[None]:
    """Call ``hook(result, inputs)`` after every operation inside the block.

    Hooks see the inputs that need no gradient too, which the graph leaves out.
    """
    token = _hooks.set((*_hooks.get(), hook))
    try:
        yield
    finally:
        _hooks.reset(token)


def as_tensor(value) -> Tensor:
    """Return a tensor as it is, and anything else as a tensor without gradient."""
    return value if isinstance(value, Tensor) else Tensor(value)


def _as_array(data) -> np.ndarray:
    """Return ``data`` as an array of numbers; what is not an array yet becomes float32."""
    if type(data) is np.ndarray and data.dtype.kind in "biuf":
        return data
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
        view.setflags(write=False)
    return view


def _as_gradient(op: str, grad, tensor: Tensor) -> np.ndarray:
    """Return ``grad`` as an array of the tensor's dtype, having checked its shape."""
    if type(grad) is not np.ndarray or grad.dtype != tensor.dtype:
        grad = np.asarray(grad, tensor.dtype, like=tensor.data)
    if grad.shape != tensor.shape:
        raise RuntimeError(
            f"{op}: its vjp returned a gradient of shape {grad.shape} for an input of shape "
            f"{tensor.shape}; both must be equal"
        )
    return grad


def _accumulated(node: Tensor, grad: np.ndarray) -> np.ndarray:
    """Return ``node.grad`` plus ``grad``, as an array that nobody else holds."""
    if node.grad is not None:
        return np.asarray(node.grad + grad, like=node.data)
    # A whole array is new; a view, or what an operation remembers, is copied.
    is_new = type(grad) is np.ndarray and grad.base is None and grad.flags.writeable
    return grad if is_new else np.array(grad, like=node.data)


def _changed(node: Tensor, edge: Edge) -> str:
    return (
        f"{node.op}: an input of shape {edge.tensor.shape} was changed "
        f"{edge.tensor.version - edge.version} time(s) after it was used, so the gradient "
        f"would be wrong: call backward() before you update it, or compute the result again"
    )
