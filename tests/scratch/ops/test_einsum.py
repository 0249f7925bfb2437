"""Einsum: every kind of label, and equations that are none."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from dlbook.scratch import Tensor, einsum, gradcheck
from tests.scratch.parity import assert_parity

LENGTHS = dict(zip("abcde", (2, 3, 4, 5, 6), strict=True))
TERM = st.lists(st.sampled_from("abcde"), unique=True, max_size=4).map("".join)


def test_known_answer():
    a, b = Tensor([[1.0, 2.0]]), Tensor([[3.0, 4.0], [5.0, 6.0]])
    np.testing.assert_array_equal(einsum("ij,kj->ki", a, b).data, [[11], [17]])


@given(st.lists(TERM, min_size=1, max_size=3), st.data())
def test_any_equation_equals_numpys_and_has_the_right_gradient(terms, data):
    labels = sorted(set("".join(terms)))
    result = "".join(data.draw(st.permutations(labels))[: data.draw(st.integers(0, 3))])
    equation = f"{','.join(terms)}->{result}"
    rng = np.random.default_rng(0)
    arrays = [rng.standard_normal([LENGTHS[label] for label in term]) for term in terms]
    ours = einsum(equation, *map(Tensor, arrays)).data
    np.testing.assert_allclose(ours, np.einsum(equation, *arrays), rtol=1e-10, atol=1e-10)
    gradcheck(lambda *xs: einsum(equation, *xs), *arrays, rng=rng, directions=1)


@pytest.mark.parametrize("shapes", [((0, 3), (3, 4)), ((2, 0), (0, 4)), ((1, 1), (1, 1))])
def test_empty_and_size_one_axes(shapes, rng):
    equation = "ij,jk->ik"
    assert_parity(
        lambda *xs: einsum(equation, *xs),
        lambda *xs: torch.einsum(equation, *xs),
        *shapes,
        rng=rng,
    )


def test_spaces_are_welcome():
    assert einsum(" i j , j -> i ", np.ones((2, 3)), np.ones(3)).shape == (2,)


def test_dtypes_agree():
    assert einsum("i,i->", Tensor([1.0, 2.0]), np.arange(2)).dtype == np.float32


@pytest.mark.parametrize(
    ("equation", "shapes", "message"),
    [
        ("ij,jk", [(2, 3), (3, 4)], "expected an equation such as 'ij,jk->ik', got 'ij,jk'"),
        ("i...->i", [(2, 3)], "expected an equation such as"),
        ("ii->i", [(2, 2)], "has a label twice in one term"),
        ("i->ii", [(2,)], "has a label twice in one term"),
        ("i->j", [(2,)], r"has \['j'\] on the right side, not on the left"),
        ("i,j->ij", [(2,)], "has 2 terms, and 1 operands came"),
        (
            "ij->i",
            [(2,)],
            r"term 'ij' of 'ij->i' names 2 axes, and its operand has shape \(2,\)",
        ),
        ("ij,jk->ik", [(2, 3), (4, 5)], "label 'j' of 'ij,jk->ik' has lengths 3 and 4"),
    ],
)
def test_wrong_equations_are_named(equation, shapes, message):
    with pytest.raises(ValueError, match=f"einsum: .*{message}"):
        einsum(equation, *(np.ones(shape) for shape in shapes))
