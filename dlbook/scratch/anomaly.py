"""Find the operation that first produces NaN or infinity."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from dlbook.scratch.tensor import VJP, Tensor, operation_hook


@contextmanager
def detect_anomaly() -> Iterator[None]:
    """Raise an error at the operation whose result or gradient is the first NaN or infinity.

    Operations inside the block are watched, and so is the backward pass through
    them, wherever it runs. Each array is looked through, which about doubles
    the time: for finding a mistake, not for training.

    Raises
    ------
    FloatingPointError
        If NaN appears, or infinity out of finite inputs. The message names
        the operation, and the range of each of its inputs. Infinity that was
        put in, to mask an entry say, is let through.
    RuntimeError
        In the backward pass, if an input's array was written to in the
        meantime, as by ``t.data[0] = 1``. Only here is that seen.

    Examples
    --------
    >>> from dlbook.scratch import Tensor, detect_anomaly
    >>> x = Tensor([4.0, 1.0, -1.0])
    >>> with detect_anomaly():
    ...     y = (x * 2).log()
    Traceback (most recent call last):
    FloatingPointError: log: NaN appears here first, in 1 of 3 entries
      result: shape (3,), from 0.6931 to 2.079, 1 NaN
      input 0: shape (3,), from -2 to 8
    """
    with operation_hook(_inspect), np.errstate(all="ignore"):
        yield


def _inspect(out: Tensor, inputs: tuple[Tensor, ...]) -> None:
    """Look at a result, and have the gradients that flow back from it looked at."""
    problem = _problem(out.data, [t.data for t in inputs])
    if problem:
        named = [("result", out.data), *((f"input {i}", t.data) for i, t in enumerate(inputs))]
        raise FloatingPointError(_report(out.op, problem, named))
    out.edges = tuple(
        edge._replace(vjp=_inspected(out.op, i, edge.vjp, edge.tensor))
        for i, edge in enumerate(out.edges)
    )


def _inspected(op: str, i: int, vjp: VJP, tensor: Tensor) -> VJP:
    before = _checksum(tensor)

    def inspected(grad: np.ndarray) -> np.ndarray:
        if _checksum(tensor) != before:
            raise RuntimeError(
                f"{op}: the array of input {i}, of shape {tensor.shape}, was written to after "
                f"it was used, so the gradient would be wrong: call backward() first"
            )
        with np.errstate(all="ignore"):
            part = vjp(grad)
        problem = _problem(part, [grad])
        if problem:
            named = [(f"gradient of input {i}", part), ("gradient of the result", grad)]
            named.append((f"input {i}", tensor.data))
            raise FloatingPointError(_report(f"{op}, backward", problem, named))
        return part

    return inspected


def _problem(result: np.ndarray, inputs: list[np.ndarray]) -> str:
    """Return what is wrong with a result, and in how many entries; empty if nothing is."""
    nan, infinite = np.isnan(result).sum(), np.isinf(result).sum()
    if nan:
        return f"NaN appears here first, in {nan} of {np.size(result)} entries"
    if infinite and all(np.isfinite(x).all() for x in inputs):
        return f"infinity appears here first, in {infinite} of {np.size(result)} entries"
    return ""


def _report(op: str, problem: str, arrays: list[tuple[str, np.ndarray]]) -> str:
    lines = [f"  {name}: {_range(array)}" for name, array in arrays]
    return "\n".join([f"{op}: {problem}", *lines])


def _range(array: np.ndarray) -> str:
    """Return the shape, the smallest and largest number, and how many are NaN or infinite."""
    numbers = array[np.isfinite(array)]
    parts = [f"shape {array.shape}"]
    if numbers.size:
        parts.append(f"from {float(numbers.min()):.4g} to {float(numbers.max()):.4g}")
    for name, count in (("NaN", np.isnan(array).sum()), ("infinite", np.isinf(array).sum())):
        if count:
            parts.append(f"{count} {name}")
    return ", ".join(parts)


def _checksum(tensor: Tensor) -> int:
    return zlib.crc32(tensor.data.tobytes())
