"""Modules: things with parameters, found by looking at their attributes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from dlbook.scratch.tensor import Tensor


class Module:
    """A function with state: override :meth:`forward`, and assign tensors as attributes.

    A tensor attribute that requires a gradient is a parameter; one that does
    not is a buffer (a running mean, say), saved with the parameters and never
    trained. Attributes that are modules, or lists of modules, are searched in
    turn, and their names joined by dots: ``encoder.0.weight``. The names are
    torch's if the attributes are. Results of operations are not state, and
    neither are NumPy arrays: keep a mask as an array.

    Attributes
    ----------
    training : bool
        True while training; dropout and batch norm act differently otherwise.

    Examples
    --------
    >>> import numpy as np
    >>> from dlbook.scratch import Module, Tensor
    >>> class Line(Module):
    ...     def __init__(self):
    ...         self.slope = Tensor(2.0, requires_grad=True)
    ...         self.offset = Tensor(1.0, requires_grad=True)
    ...
    ...     def forward(self, x):
    ...         return self.slope * x + self.offset
    >>> line = Line()
    >>> line(3.0).item()
    7.0
    >>> [name for name, _ in line.named_parameters()]
    ['slope', 'offset']
    """

    training = True

    def __call__(self, *args, **kwargs):
        """Return ``forward`` of the same arguments."""
        return self.forward(*args, **kwargs)

    def forward(self, *args, **kwargs):
        """Compute the output; every module defines its own."""
        raise NotImplementedError(f"{type(self).__name__} has no forward method: define one")

    def named_children(self) -> Iterator[tuple[str, Module]]:
        """Yield the modules among the attributes, with their names."""
        for name, value in vars(self).items():
            if isinstance(value, Module):
                yield name, value
            elif isinstance(value, list | tuple):
                modules = ((i, v) for i, v in enumerate(value) if isinstance(v, Module))
                yield from ((f"{name}.{i}", module) for i, module in modules)

    def modules(self) -> Iterator[Module]:
        """Yield this module and all inside it, each before its children."""
        yield self
        for _, child in self.named_children():
            yield from child.modules()

    def named_tensors(self, prefix: str = "") -> Iterator[tuple[str, Tensor]]:
        """Yield every parameter and buffer with its full name, own ones first."""
        for name, value in vars(self).items():
            if isinstance(value, Tensor) and not value.op:
                yield prefix + name, value
        for name, child in self.named_children():
            yield from child.named_tensors(f"{prefix}{name}.")

    def named_parameters(self) -> list[tuple[str, Tensor]]:
        """Return the parameters with their names; a shared one counts once."""
        first_name: dict[Tensor, str] = {}
        for name, tensor in self.named_tensors():
            if tensor.requires_grad:
                first_name.setdefault(tensor, name)
        return [(name, tensor) for tensor, name in first_name.items()]

    def parameters(self) -> list[Tensor]:
        """Return the parameters, as an optimizer wants them."""
        return [tensor for _, tensor in self.named_parameters()]

    def zero_grad(self) -> None:
        """Forget the gradients of all parameters."""
        for parameter in self.parameters():
            parameter.grad = None

    def train(self, mode: bool = True) -> Module:
        """Set ``training`` here and in every module inside; return the module itself."""
        for module in self.modules():
            module.training = mode
        return self

    def eval(self) -> Module:
        """Switch to evaluation: ``train(False)``."""
        return self.train(False)

    def astype(self, dtype) -> Module:
        """Turn the floating-point parameters and buffers into ``dtype``, in place."""
        for _, tensor in self.named_tensors():
            if tensor.dtype.kind == "f":
                tensor.data = tensor.data.astype(dtype)
        return self

    def to(self, convert: Callable) -> Module:
        """Replace the value of every parameter and buffer by ``convert`` of it, in place.

        ``model.to(cupy.asarray)`` moves a model to the GPU, and
        ``model.to(cupy.asnumpy)`` back. Make optimizers afterward.
        """
        for _, tensor in self.named_tensors():
            tensor.data = convert(tensor.data)
        return self

    def state_dict(self) -> dict[str, np.ndarray]:
        """Return copies of all parameters and buffers, by name."""
        return {name: tensor.data.copy() for name, tensor in self.named_tensors()}

    def load_state_dict(self, state_dict: Mapping[str, np.ndarray]) -> None:
        """Copy the values of ``state_dict`` into the parameters and buffers.

        ``torch_model.state_dict()`` loads as it is. If names are missing or
        unexpected, or values have another shape, all of them are listed in a
        ValueError, and nothing is loaded.
        """
        tensors = dict(self.named_tensors())
        problems = _list_mismatches(tensors, state_dict)
        if problems:
            raise ValueError(
                "\n  ".join([f"load_state_dict: {type(self).__name__}", *problems])
            )
        for name, tensor in tensors.items():
            value = np.asarray(state_dict[name], like=tensor.data)  # where the tensor is
            tensor.data = value.astype(tensor.dtype)


def _list_mismatches(tensors: dict[str, Tensor], state_dict: Mapping) -> list[str]:
    """Return a line for each name that does not fit, empty if all do."""
    missing = [
        f"missing: {name} {t.shape}" for name, t in tensors.items() if name not in state_dict
    ]
    unexpected = [f"unexpected: {name}" for name in state_dict if name not in tensors]
    shapes = {name: tuple(np.shape(value)) for name, value in state_dict.items()}
    misshapen = [
        f"misshapen: {name} is {tensors[name].shape} here, and {shape} in the state"
        for name, shape in shapes.items()
        if name in tensors and shape != tensors[name].shape
    ]
    return missing + unexpected + misshapen
