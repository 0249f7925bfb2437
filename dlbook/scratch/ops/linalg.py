"""Products: of matrices, of a fully connected layer, and by Einstein summation."""

from __future__ import annotations

import math
import re

import numpy as np

from dlbook.scratch.ops.operands import same_dtype, unbroadcast
from dlbook.scratch.tensor import Tensor, make_result


def matmul(a, b) -> Tensor:
    """Matrix product ``a @ b`` over the last two axes, batched over the others.

    ``(..., n, k)`` by ``(..., k, m)`` gives ``(..., n, m)``; a vector's axis is left out, as in
    NumPy.
    """
    a, b = same_dtype(a, b)
    _validate_matmul(a, b)
    # A vector becomes a matrix with one row (left) or one column (right), so
    # that one pair of vjps serves every case.
    rows = a.data[None, :] if a.ndim == 1 else a.data
    columns = b.data[:, None] if b.ndim == 1 else b.data
    batch = np.broadcast_shapes(rows.shape[:-2], columns.shape[:-2])
    full = (*batch, rows.shape[-2], columns.shape[-1])

    def vjp_a(grad):
        product = _batched_product(grad.reshape(full), columns.swapaxes(-1, -2))
        return unbroadcast(product, rows.shape).reshape(a.shape)

    def vjp_b(grad):
        if columns.ndim == 2:  # shared by the whole batch: one product sums over it
            return (_as_matrix(rows).T @ _as_matrix(grad.reshape(full))).reshape(b.shape)
        product = rows.swapaxes(-1, -2) @ grad.reshape(full)
        return unbroadcast(product, columns.shape).reshape(b.shape)

    shape = (*batch, *a.shape[-2:-1], *(b.shape[-1:] if b.ndim > 1 else ()))
    out = _batched_product(rows, columns).reshape(shape)
    return make_result("matmul", out, (a, vjp_a), (b, vjp_b))


def _batched_product(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return ``a @ b``, as one large product if ``b`` is one matrix.

    NumPy multiplies a batch matrix by matrix, on one core.
    """
    if b.ndim > 2 or a.ndim <= 2:
        return a @ b
    return (_as_matrix(a) @ b).reshape(*a.shape[:-1], b.shape[-1])


def _as_matrix(x: np.ndarray) -> np.ndarray:
    """Join all axes but the last into one."""
    return x.reshape(math.prod(x.shape[:-1]), x.shape[-1])


def _validate_matmul(a: Tensor, b: Tensor) -> None:
    if a.ndim == 0 or b.ndim == 0:
        raise ValueError(
            f"matmul: shapes {a.shape} and {b.shape}: a number is not a matrix, use *"
        )
    inner_a, inner_b = a.shape[-1], b.shape[-2 if b.ndim > 1 else 0]
    if inner_a != inner_b:
        raise ValueError(
            f"matmul: shapes {a.shape} and {b.shape} do not fit: the last axis of the first "
            f"({inner_a}) must equal the {'second-to-last' if b.ndim > 1 else 'only'} axis of "
            f"the second ({inner_b})"
        )
    try:
        np.broadcast_shapes(a.shape[:-2], b.shape[:-2])
    except ValueError:
        raise ValueError(
            f"matmul: shapes {a.shape} and {b.shape} do not fit: the axes before the last two "
            f"must be equal or one of them 1"
        ) from None


def linear(input, weight, bias=None) -> Tensor:
    """``input @ weight.T + bias`` over the last axis of ``input``.

    ``input`` has shape ``(..., D)``, ``weight`` ``(H, D)``, one row per output, as torch stores
    it, ``bias`` ``(H,)``, the result ``(..., H)``. The leading axes are joined, so that the
    forward pass and each gradient are one large matrix product. NumPy would run a product of
    stacked matrices as many small ones, on one core.
    """
    input, weight, *biases = same_dtype(input, weight, *(() if bias is None else (bias,)))
    _validate_linear(input, weight, *biases)
    H, D = weight.shape
    count = math.prod(input.shape[:-1])
    rows = input.data.reshape(count, D)
    out = rows @ weight.data.T
    for bias in biases:  # one or none
        out += bias.data

    def vjp_bias(grad):  # a product with ones: faster than a sum over the first axis
        return np.ones_like(grad, shape=count) @ grad.reshape(count, H)

    vjps = [
        (input, lambda grad: (grad.reshape(count, H) @ weight.data).reshape(input.shape)),
        (weight, lambda grad: grad.reshape(count, H).T @ rows),
        *((bias, vjp_bias) for bias in biases),
    ]
    return make_result("linear", out.reshape(*input.shape[:-1], H), *vjps)


def _validate_linear(input: Tensor, weight: Tensor, bias: Tensor | None = None) -> None:
    if input.ndim == 0 or weight.ndim != 2 or input.shape[-1] != weight.shape[1]:
        raise ValueError(
            f"linear: expected an input (..., D) and a weight (H, D), "
            f"got {input.shape} and {weight.shape}"
        )
    if bias is not None and bias.shape != weight.shape[:1]:
        raise ValueError(
            f"linear: expected a bias of shape {weight.shape[:1]}, one entry per row of the "
            f"weight {weight.shape}, got {bias.shape}"
        )


def einsum(equation: str, *operands) -> Tensor:
    """Multiply tensors entry by entry along equal labels, and sum labels that are left out.

    ``equation`` has a label for each axis, as in ``"bqd,bkd->bqk"``. All labels
    are written out: there is no ``...``, and no label twice in one term.

    The gradient of an operand is an einsum too: of the result's gradient and
    the other operands, with the operand's own term on the right.
    """
    tensors = same_dtype(*operands)
    terms, result = _parse(equation, tensors)
    _validate_lengths(equation, terms, tensors)
    arrays = [t.data for t in tensors]

    def vjp(i: int):
        def vjp_i(grad):
            others = arrays[:i] + arrays[i + 1 :]
            other_terms = terms[:i] + terms[i + 1 :]
            part = _contract([result, *other_terms], terms[i], [grad, *others])
            return np.broadcast_to(part, tensors[i].shape)

        return vjp_i

    out = _contract(terms, result, arrays)
    return make_result("einsum", out, *((t, vjp(i)) for i, t in enumerate(tensors)))


def _contract(terms: list[str], result: str, arrays: list[np.ndarray]) -> np.ndarray:
    """Return the sum of products; a label that stands in ``result`` alone gets length 1."""
    known = "".join(label for label in result if label in "".join(terms))
    out = np.einsum(f"{','.join(terms)}->{known}", *arrays, optimize=True)
    return out[tuple(slice(None) if label in known else None for label in result)]


def _parse(equation: str, tensors: tuple[Tensor, ...]) -> tuple[list[str], str]:
    compact = equation.replace(" ", "")
    if not re.fullmatch(r"[A-Za-z]*(,[A-Za-z]*)*->[A-Za-z]*", compact):
        raise ValueError(f"einsum: expected an equation such as 'ij,jk->ik', got {equation!r}")
    left, result = compact.split("->")
    terms = left.split(",")
    if any(len(set(term)) < len(term) for term in [*terms, result]):
        raise ValueError(f"einsum: {equation!r} has a label twice in one term")
    if unknown := set(result) - set(left):
        raise ValueError(
            f"einsum: {equation!r} has {sorted(unknown)} on the right side, not on the left"
        )
    if len(terms) != len(tensors):
        raise ValueError(
            f"einsum: {equation!r} has {len(terms)} terms, but {len(tensors)} operands came"
        )
    return terms, result


def _validate_lengths(equation: str, terms: list[str], tensors: tuple[Tensor, ...]) -> None:
    """Raise a ValueError if a term does not fit its operand, or a label has two lengths."""
    lengths: dict[str, int] = {}
    for term, tensor in zip(terms, tensors, strict=True):
        if len(term) != tensor.ndim:
            raise ValueError(
                f"einsum: term {term!r} of {equation!r} names {len(term)} axes, but its "
                f"operand has shape {tensor.shape}"
            )
        for label, n in zip(term, tensor.shape, strict=True):
            if lengths.setdefault(label, n) != n:
                raise ValueError(
                    f"einsum: label {label!r} of {equation!r} has lengths {lengths[label]} "
                    f"and {n}"
                )
