"""A case: an operation with inputs to try it on, and torch's counterpart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812

from dlbook import scratch

TORCHS_NAMES = {"axis": "dim", "keepdims": "keepdim"}


@dataclass(frozen=True)
class Case:
    """An operation, torch's counterpart, and specs of its inputs (see ``parity.draw``)."""

    name: str
    ours: Callable
    theirs: Callable
    specs: tuple


def case(name: str, ours: Callable, theirs: Callable, *specs) -> Case:
    """Return a :class:`Case`."""
    return Case(name, ours, theirs, specs)


def both(name: str, fn: Callable, *specs) -> Case:
    """Return a case whose function reads the same for our tensors and torch's."""
    return Case(name, fn, fn, specs)


def same(name: str, *specs, label: str = "", torchs: dict | None = None, **options) -> Case:
    """Return a case of a function that torch has under the same name.

    ``options`` go to both (arrays as tensors of the input's dtype), ``torchs`` to torch alone.
    """
    theirs = getattr(F, name, None) or getattr(torch, name)
    shapes = [spec if isinstance(spec, tuple) else np.shape(spec) for spec in specs]

    def of_torch(*xs):
        given = {
            TORCHS_NAMES.get(key, key): like(value, xs[0]) for key, value in options.items()
        }
        return theirs(*xs, **given, **(torchs or {}))

    return case(
        f"{name} {label} {shapes} {options or ''}",
        lambda *xs: getattr(scratch, name)(*xs, **options),
        of_torch,
        *specs,
    )


def like(value, x: torch.Tensor):
    """Return an array as a tensor, floating point in the dtype of ``x``; all else as it is."""
    if not isinstance(value, np.ndarray):
        return value
    return torch.tensor(value, dtype=x.dtype if value.dtype.kind == "f" else None)
