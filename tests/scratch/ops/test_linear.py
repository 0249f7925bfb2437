"""The affine map as one operation."""

import numpy as np
import pytest
import torch

from dlbook.scratch import Tensor, gradcheck
from dlbook.scratch.ops.linear import linear


def test_worked_by_hand():
    out = linear([1.0, 2.0], [[3.0, 4.0], [5.0, 6.0], [0.0, -1.0]], [10.0, 20.0, 30.0])
    assert out.data.tolist() == [21.0, 37.0, 28.0]


@pytest.mark.parametrize("batch", [(5,), (2, 3), (), (0,), (1, 1)])
def test_gradients(batch):
    rng = np.random.default_rng(1)
    x, w, b = (rng.standard_normal(shape) for shape in ((*batch, 4), (7, 4), (7,)))
    gradcheck(linear, x, w, b, rng=rng)
    gradcheck(linear, x, w, rng=rng)


def test_same_as_torch_where_an_input_is_used_twice_and_not_contiguous():
    rng = np.random.default_rng(2)
    x, w = rng.standard_normal((6, 5, 4)), rng.standard_normal((4, 4))
    mine, weight = (
        Tensor(x.transpose(1, 0, 2), requires_grad=True),
        Tensor(w, requires_grad=True),
    )
    theirs = torch.tensor(x.transpose(1, 0, 2), requires_grad=True)
    ref_weight = torch.tensor(w, requires_grad=True)
    out = linear(linear(mine, weight) * mine, weight)
    ref = torch.nn.functional.linear(theirs, ref_weight) * theirs
    ref = torch.nn.functional.linear(ref, ref_weight)
    out.backward(x.transpose(1, 0, 2))
    ref.backward(torch.tensor(x.transpose(1, 0, 2)))
    np.testing.assert_allclose(out.data, ref.detach(), rtol=1e-12)
    np.testing.assert_allclose(mine.grad, theirs.grad, rtol=1e-11)
    np.testing.assert_allclose(weight.grad, ref_weight.grad, rtol=1e-11)


@pytest.mark.parametrize(
    ("shapes", "words"),
    [
        (((5, 3), (7, 4)), r"\(5, 3\) and \(7, 4\)"),
        (((), (7, 4)), r"got \(\) and \(7, 4\)"),
        (((4,), (4,)), r"got \(4,\) and \(4,\)"),
        (((5, 4), (7, 4), (4,)), r"bias of shape \(7,\).*got \(4,\)"),
    ],
)
def test_wrong_shapes_are_named(shapes, words):
    with pytest.raises(ValueError, match="linear: .*" + words):
        linear(*(np.ones(shape) for shape in shapes))
