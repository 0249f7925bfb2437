"""Attention in several heads."""

import numpy as np
import pytest
import torch

from dlbook.scratch import Tensor
from dlbook.scratch.layers import MultiheadAttention
from tests.scratch.layers.parity import (
    as_torch,
    assert_layer_matches,
    assert_loads_into_torch,
    assert_same,
)

B, T, S, E, N = 3, 5, 7, 12, 4


def pair(rng, **settings):
    """Return our layer and torch's."""
    mine = MultiheadAttention(E, N, **settings, rng=rng)
    return mine, torch.nn.MultiheadAttention(E, N, **settings)


def inputs(rng, dtype=np.float64, batch_first=False):
    shapes = (
        [(B, T, E), (B, S, E), (B, S, E)] if batch_first else [(T, B, E), (S, B, E), (S, B, E)]
    )
    return [rng.standard_normal(shape).astype(dtype) for shape in shapes]


def masks(rng, shape) -> np.ndarray:
    """Return booleans, True where attention is forbidden; every row allows something."""
    forbidden = rng.random(shape) < 0.4
    forbidden[..., 0] = False
    return forbidden


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("settings", [{}, {"batch_first": True}], ids=str)
def test_same_as_torch(settings, dtype, rng):
    mine, theirs = pair(rng, **settings)
    assert_layer_matches(mine, theirs, *inputs(rng, dtype, **settings), rng=rng)
    assert_loads_into_torch(mine, theirs)
    assert list(mine.state_dict()) == list(theirs.state_dict())


def test_without_bias_is_torchs(rng):
    mine, theirs = pair(rng, bias=False)
    assert_layer_matches(mine, theirs, *inputs(rng), rng=rng)
    assert list(mine.state_dict()) == ["in_proj_weight", "out_proj.weight"]


@pytest.mark.parametrize("average", [True, False])
@pytest.mark.parametrize("kind", [bool, float])
def test_masks_are_torchs(kind, average, rng):
    padding, pairs = masks(rng, (B, S)), masks(rng, (T, S))
    if kind is float:
        padding, pairs = rng.standard_normal(padding.shape), rng.standard_normal(pairs.shape)
    mine, theirs = pair(rng)
    settings = {
        "key_padding_mask": padding,
        "attn_mask": pairs,
        "average_attn_weights": average,
    }
    assert_layer_matches(mine, theirs, *inputs(rng), rng=rng, **settings)


@pytest.mark.parametrize("name", ["key_padding_mask", "attn_mask"])
def test_one_mask_alone_is_torchs(name, rng):
    mask = masks(rng, (B, S) if name == "key_padding_mask" else (B * N, T, S))
    mine, theirs = pair(rng, batch_first=True)
    x = inputs(rng, batch_first=True)
    assert_layer_matches(mine, theirs, *x, rng=rng, **{name: mask})


def test_causal_is_torchs_causal_mask(rng):
    mine, theirs = pair(rng)
    theirs = theirs.double()
    mine.astype(np.float64).load_state_dict(theirs.state_dict())
    x = rng.standard_normal((T, B, E))
    future = ~np.tri(T, dtype=bool)
    reference, _ = theirs(*[as_torch(x)] * 3, attn_mask=as_torch(future))
    output, weights = mine(*[Tensor(x)] * 3, is_causal=True)
    assert_same(output, reference, "output")
    assert (weights.data[:, future] == 0).all()


def test_weights_are_left_out_where_not_needed(rng):
    mine, _ = pair(rng)
    query, key, value = (Tensor(x) for x in inputs(rng, np.float32))
    output, weights = mine(query, key, value)
    again, none = mine(query, key, value, need_weights=False)
    assert none is None
    np.testing.assert_array_equal(output.data, again.data)
    assert weights.shape == (B, T, S)
    np.testing.assert_allclose(weights.data.sum(-1), np.ones((B, T)), rtol=1e-5)


def test_a_query_with_nothing_to_attend_to_leaks_no_nan(rng):
    # Torch gives NaN for the second example, and NaN gradients to every weight.
    mine, theirs = pair(rng, batch_first=True)
    mine.load_state_dict(theirs.state_dict())
    x = rng.standard_normal((B, T, E)).astype(np.float32)
    padding = np.zeros((B, T), bool)
    padding[1] = True
    query = Tensor(x, requires_grad=True)
    output, weights = mine(query, query, query, key_padding_mask=padding)
    np.testing.assert_array_equal(output.data[1], np.zeros((T, E)) + mine.out_proj.bias.data)
    assert (weights.data[1] == 0).all()
    reference, _ = theirs(*[torch.tensor(x)] * 3, key_padding_mask=torch.tensor(padding))
    assert_same(output.data[[0, 2]], reference[[0, 2]], "the other examples")
    output.backward(rng.standard_normal(output.shape))
    assert (query.grad[1] == 0).all()
    assert np.abs(query.grad[0]).max() > 1e-3
    assert all(np.isfinite(p.grad).all() for p in mine.parameters())


def test_dropout_acts_on_the_weights_while_training_only(rng):
    layer = MultiheadAttention(E, N, dropout=0.5, rng=rng)
    x = Tensor(rng.standard_normal((T, B, E)).astype(np.float32))
    _, weights = layer(x, x, x, average_attn_weights=False)
    share = (weights.data == 0).mean()
    assert 0.3 < share < 0.7
    layer.eval()
    _, weights = layer(x, x, x, average_attn_weights=False)
    assert (weights.data > 0).all()


def test_initial_weights_are_torchs_in_kind(rng):
    mine, theirs = pair(rng)
    bound = np.sqrt(6 / (4 * E))  # Glorot's, of all three projections as one matrix
    for layer in (mine.in_proj_weight.data, theirs.in_proj_weight.detach().numpy()):
        assert np.abs(layer).max() <= bound
        assert np.abs(layer).max() > 0.97 * bound
    assert (mine.in_proj_bias.data == 0).all()
    assert (mine.out_proj.bias.data == 0).all()


def test_one_head_is_torchs(rng):
    mine = MultiheadAttention(E, 1, rng=rng)
    assert_layer_matches(mine, torch.nn.MultiheadAttention(E, 1), *inputs(rng), rng=rng)


def test_a_width_that_does_not_divide_is_refused(rng):
    for heads in (5, 0):
        with pytest.raises(ValueError, match=f"width of 12 does not divide into {heads} heads"):
            MultiheadAttention(E, heads, rng=rng)


@pytest.mark.parametrize(
    "shapes",
    [
        ((T, B, E), (S, B, E), (T, B, E)),
        ((T, B, E), (S, 2, E), (S, 2, E)),
        ((T, B, 8), (S, B, 8), (S, B, 8)),
        ((T, E), (S, E), (S, E)),
    ],
)
def test_wrong_shapes_are_named(shapes, rng):
    mine, _ = pair(rng)
    with pytest.raises(ValueError, match=r"expected query \(T, B, E\).* with E = 12") as error:
        mine(*(Tensor(np.zeros(shape, np.float32)) for shape in shapes))
    assert all(str(shape) in str(error.value) for shape in shapes)
