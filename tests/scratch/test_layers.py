"""Layers: all of them against torch, and what each is for."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from scipy import stats

from dlbook.scratch import Tensor, gelu, layers, relu
from tests.scratch.parity import StatesApart, assert_layer_matches

SIGNAL, IMAGE = (2, 6, 9), (2, 6, 7, 8)
# Name, arguments of both, options of both, options of torch's alone, shape of the input.
CASES = [
    *[
        ("Linear", (3, 7, bias), {}, {}, (*batch, 3))
        for batch in [(5,), (), (2, 4)]
        for bias in (True, False)
    ],
    ("Flatten", (), {}, {}, (4, 3, 2, 5)),
    ("Flatten", (), {}, {}, (4, 3)),
    ("ReLU", (), {}, {}, (5, 3)),
    ("LeakyReLU", (), {}, {}, (5, 3)),
    ("LeakyReLU", (0.3,), {}, {}, (5, 3)),
    ("GELU", (), {}, {"approximate": "tanh"}, (5, 3)),
    ("SiLU", (), {}, {}, (5, 3)),
    ("Sigmoid", (), {}, {}, (5, 3)),
    ("Tanh", (), {}, {}, (5, 3)),
    ("Softplus", (), {}, {}, (5, 3)),
    ("Conv1d", (6, 4, 3), {"stride": 2, "padding": 1}, {}, SIGNAL),
    ("Conv1d", (6, 4, 3), {"groups": 2, "bias": False}, {}, SIGNAL),
    ("Conv2d", (6, 4, 3), {"padding": 1}, {}, IMAGE),
    ("Conv2d", (6, 9, (3, 2)), {"stride": (2, 1), "dilation": (1, 2), "groups": 3}, {}, IMAGE),
    ("ConvTranspose2d", (6, 4, (2, 3)), {"stride": 2, "output_padding": 1}, {}, IMAGE),
    ("ConvTranspose2d", (6, 4, (2, 3)), {"bias": False}, {}, IMAGE),
    ("ConvTranspose2d", (6, 9, 3), {"groups": 3, "dilation": 2, "padding": 1}, {}, IMAGE),
    ("MaxPool2d", (2,), {}, {}, IMAGE),
    ("MaxPool2d", ((3, 2),), {"stride": (1, 2), "padding": 1}, {}, IMAGE),
    ("MaxPool2d", (2,), {"stride": 1, "dilation": 2}, {}, IMAGE),
    ("AvgPool2d", (2,), {}, {}, IMAGE),
    ("AvgPool2d", ((3, 2),), {"stride": 1, "padding": 1}, {}, IMAGE),
    ("LayerNorm", (5,), {}, {}, (3, 4, 5)),
    ("LayerNorm", ((4, 5),), {"eps": 0.1}, {}, (3, 4, 5)),
    ("RMSNorm", (5,), {}, {}, (3, 4, 5)),
    ("RMSNorm", ((4, 5),), {"eps": 0.1}, {}, (3, 4, 5)),
    ("BatchNorm1d", (6,), {}, {}, (4, 6)),
    ("BatchNorm1d", (6,), {"momentum": 0.3}, {}, (4, 6, 3)),
    ("BatchNorm2d", (6,), {"eps": 0.1}, {}, (4, 6, 3, 2)),
    *[
        (name, (3, 5), options, {}, (4, 6, 3))
        for name in ("RNN", "GRU", "LSTM")
        for options in [
            {},
            {"num_layers": 3},
            {"bidirectional": True},
            {"bias": False},
            {"num_layers": 2, "bidirectional": True, "batch_first": True},
        ]
    ],
    ("RNN", (3, 5, 2), {"nonlinearity": "relu"}, {}, (6, 4, 3)),
    *[
        (name, (3, 5, bias), {}, {}, (4, 3))
        for name in ("RNNCell", "GRUCell", "LSTMCell")
        for bias in (True, False)
    ],
    ("RNNCell", (3, 5), {"nonlinearity": "relu"}, {}, (4, 3)),
    *[
        (
            "TransformerEncoderLayer",
            (12, 4, 20, 0.0),
            {"batch_first": batch_first, "norm_first": norm_first, "layer_norm_eps": 1e-3},
            {},
            (3, 5, 12),
        )
        for batch_first in (True, False)
        for norm_first in (True, False)
    ],
]


def make_pair(name, size, options, torchs, rng):
    """Return our layer and torch's, whose weights are scattered and seeded."""
    cls = getattr(layers, name)
    needs_rng = name.startswith(("Linear", "Conv", "RNN", "GRU", "LSTM", "Multi", "Trans"))
    mine = cls(*size, **options, **({"rng": rng} if needs_rng else {}))
    theirs = getattr(torch.nn, name)(*size, **options, **torchs)
    generator = torch.Generator().manual_seed(0)
    for p in theirs.parameters():  # norms are ones and zeros otherwise
        torch.nn.init.normal_(p, std=0.5, generator=generator)
    return mine, theirs


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize(("name", "size", "options", "torchs", "shape"), CASES)
def test_same_as_torch(name, size, options, torchs, shape, dtype, rng):
    mine, theirs = make_pair(name, size, options, torchs, rng)
    x = rng.standard_normal(shape).astype(dtype)
    assert_layer_matches(mine, theirs, x, rng=rng)
    state = mine.state_dict()
    theirs.load_state_dict({key: torch.from_numpy(value) for key, value in state.items()})


@pytest.mark.parametrize("name", ["BatchNorm1d", "BatchNorm2d", "LayerNorm", "RMSNorm"])
def test_norms_start_as_torchs(name):
    mine, theirs = (getattr(where, name)(5) for where in (layers, torch.nn))
    for key, value in theirs.state_dict().items():
        np.testing.assert_array_equal(mine.state_dict()[key], value.numpy())


def test_batch_norm_follows_torchs_over_several_batches_and_is_then_used(rng):
    mine, theirs = layers.BatchNorm2d(3), torch.nn.BatchNorm2d(3)
    for _ in range(5):
        x = (3 + 2 * rng.standard_normal((4, 3, 5, 6))).astype(np.float32)
        mine(Tensor(x))
        theirs(torch.tensor(x))
    assert mine.num_batches_tracked.item() == 5
    assert_layer_matches(mine.eval(), theirs.eval(), x, rng=rng)
    assert mine.num_batches_tracked.item() == 5


def test_embedding_is_torchs(rng):
    mine, theirs = layers.Embedding(7, 4, rng=rng), torch.nn.Embedding(7, 4)
    mine.load_state_dict(theirs.state_dict())
    rows = rng.integers(0, 7, (5, 3))
    out, reference = mine(rows), theirs(torch.tensor(rows))
    grad = rng.standard_normal(out.shape).astype(np.float32)
    out.backward(grad)
    reference.backward(torch.tensor(grad))
    np.testing.assert_array_equal(out.data, reference.detach().numpy())
    np.testing.assert_allclose(mine.weight.grad, theirs.weight.grad, rtol=1e-6)
    many = layers.Embedding(300, 100, rng=rng).weight.data
    assert stats.kstest(many.ravel(), "norm").pvalue > 1e-4


@pytest.mark.parametrize(
    ("name", "size", "bound"),
    [
        ("Linear", (400, 300), 1 / math.sqrt(400)),
        ("Conv2d", (32, 64, 3), 1 / math.sqrt(32 * 9)),
        # Of a transposed weight (C, O, ...) torch takes O for the number of inputs.
        ("ConvTranspose2d", (32, 64, 3), 1 / math.sqrt(64 * 9)),
        ("RNN", (40, 64), 1 / math.sqrt(64)),
        ("GRU", (40, 64), 1 / math.sqrt(64)),
        ("LSTM", (40, 64), 1 / math.sqrt(64)),
    ],
)
def test_initial_weights_have_torchs_spread(name, size, bound, rng):
    torch.manual_seed(0)
    mine, theirs = getattr(layers, name)(*size, rng=rng), getattr(torch.nn, name)(*size)
    for key, reference in theirs.named_parameters():
        weight = dict(mine.named_parameters())[key].data
        for value in (weight, reference.detach().numpy()):
            assert 0.8 * bound < np.abs(value).max() <= bound
            assert value.std() == pytest.approx(bound / math.sqrt(3), rel=0.25)


def test_odd_sizes(rng):
    assert 0.9 < np.abs(layers.Linear(1, 100, rng=rng).weight.data).max() <= 1
    assert layers.Linear(0, 3, rng=rng)(np.ones((2, 0), np.float32)).shape == (2, 3)
    assert layers.Flatten()(np.ones(4)).shape == (4, 1)
    one, two = (layers.Linear(3, 2, rng=np.random.default_rng(5)) for _ in range(2))
    np.testing.assert_array_equal(one.weight.data, two.weight.data)


def test_dropout_drops_while_training_only(rng):
    layer, x = layers.Dropout(0.2, rng=rng), Tensor(np.ones((200, 300), np.float32))
    out = layer(x).data
    assert set(np.unique(out)) == {np.float32(0), np.float32(1.25)}
    assert not np.array_equal(out, layer(x).data)
    assert layer.eval()(x) is x


# --- sequential -------------------------------------------------------------------


def test_sequential_is_torchs(rng):
    mine = layers.Sequential(
        layers.Linear(4, 6, rng=rng),
        layers.ReLU(),
        layers.Sequential(layers.Linear(6, 2, rng=rng)),
    )
    theirs = torch.nn.Sequential(
        torch.nn.Linear(4, 6), torch.nn.ReLU(), torch.nn.Sequential(torch.nn.Linear(6, 2))
    )
    assert_layer_matches(mine, theirs, rng.standard_normal((5, 4)), rng=rng)


def test_functions_are_layers_too_and_all_keep_their_place(rng):
    model = layers.Sequential(layers.Linear(4, 6, rng=rng), relu, layers.Linear(6, 2, rng=rng))
    names = ["0.weight", "0.bias", "2.weight", "2.bias"]
    assert [name for name, _ in model.named_parameters()] == names
    assert len(model) == 3
    assert model[-1] is list(model)[2]
    with pytest.raises(IndexError):
        model[3]
    counting = layers.Sequential(*(lambda x, k=k: [*x, k] for k in range(12)))
    assert counting([]) == list(range(12))


# --- recurrent layers -------------------------------------------------------------

T, B, D, H = 6, 4, 3, 5
every_recurrent_layer = pytest.mark.parametrize("name", ["RNN", "GRU", "LSTM"])


@every_recurrent_layer
@pytest.mark.parametrize("batch", [B, 1, 0])
def test_initial_states_are_torchs_and_get_gradients(name, batch, rng):
    options = {"num_layers": 2, "bidirectional": True}
    mine, theirs = make_pair(name, (D, H), options, {}, rng)
    states = [rng.standard_normal((4, batch, H)) for _ in range(1 + (name == "LSTM"))]
    x = rng.standard_normal((T, batch, D))
    if batch:
        assert_layer_matches(StatesApart(mine), StatesApart(theirs), x, *states, rng=rng)
    else:
        output, _ = StatesApart(mine)(Tensor(x), *map(Tensor, states))
        assert output.shape == (T, 0, 2 * H)


@every_recurrent_layer
def test_a_loop_over_the_cell_is_the_layer(name, rng):
    cell, whole = (getattr(layers, name + end)(D, H, rng=rng) for end in ("Cell", ""))
    whole.load_state_dict({f"{key}_l0": value for key, value in cell.state_dict().items()})
    x = Tensor(rng.standard_normal((T, B, D)).astype(np.float32))
    state, outputs = None, []
    for step in range(T):
        state = cell(x[step], state)
        outputs.append(state[0].data if name == "LSTM" else state.data)
    np.testing.assert_allclose(np.stack(outputs), whole(x)[0].data, rtol=1e-5, atol=1e-7)


@every_recurrent_layer
def test_wrong_shapes_are_named(name, rng):
    layer = getattr(layers, name)(D, H, batch_first=True, rng=rng)
    state = Tensor(np.zeros((2, B, H)))
    for shape in [(4, 3), (4, 6, 2)]:
        with pytest.raises(ValueError, match=rf"{name}: expected .* \(B, T, D\) with D = 3"):
            layer(Tensor(np.zeros(shape)))
    with pytest.raises(ValueError, match="at least one step"):
        layer(Tensor(np.zeros((4, 0, 3))))
    with pytest.raises(ValueError, match=r"state of shape \(1, 4, 5\) .* got \(2, 4, 5\)"):
        layer(Tensor(np.zeros((B, T, D))), (state, state) if name == "LSTM" else state)


# --- attention --------------------------------------------------------------------

S, E, N = 7, 12, 4


def attention_pair(rng, heads=N, **options):
    return make_pair("MultiheadAttention", (E, heads), options, {}, rng)


def attention_inputs(rng, batch_first=False) -> list[np.ndarray]:
    shapes = (
        [(B, T, E), (B, S, E), (B, S, E)] if batch_first else [(T, B, E), (S, B, E), (S, B, E)]
    )
    return [rng.standard_normal(shape) for shape in shapes]


def forbidden(rng, *shape) -> np.ndarray:
    """Return booleans, True where attention is forbidden; every row allows something."""
    mask = rng.random(shape) < 0.4
    mask[..., 0] = False
    return mask


@pytest.mark.parametrize("options", [{}, {"batch_first": True}, {"bias": False}, {"heads": 1}])
def test_attention_is_torchs(options, rng):
    mine, theirs = attention_pair(rng, **options)
    inputs = attention_inputs(rng, options.get("batch_first", False))
    assert_layer_matches(mine, theirs, *inputs, rng=rng)


@pytest.mark.parametrize("average", [True, False])
@pytest.mark.parametrize("kind", ["both", "numbers", "keys", "heads"])
def test_masks_are_torchs(kind, average, rng):
    padding, pairs = forbidden(rng, B, S), forbidden(rng, T, S)
    if kind == "numbers":
        padding, pairs = rng.standard_normal((B, S)), rng.standard_normal((T, S))
    masks = {"key_padding_mask": padding, "attn_mask": pairs}
    if kind == "keys":
        del masks["attn_mask"]
    if kind == "heads":
        masks = {"attn_mask": forbidden(rng, B * N, T, S)}
    mine, theirs = attention_pair(rng)
    inputs = attention_inputs(rng)
    assert_layer_matches(mine, theirs, *inputs, rng=rng, average_attn_weights=average, **masks)


def test_causal_is_torchs_causal_mask_and_weights_can_be_left_out(rng):
    mine, theirs = attention_pair(rng)
    theirs = theirs.double()
    mine.astype(np.float64).load_state_dict(theirs.state_dict())
    x = rng.standard_normal((T, B, E))
    future = ~np.tri(T, dtype=bool)
    reference, _ = theirs(*[torch.tensor(x)] * 3, attn_mask=torch.tensor(future))
    output, weights = mine(*[Tensor(x)] * 3, is_causal=True)
    np.testing.assert_allclose(output.data, reference.detach(), rtol=1e-10, atol=1e-12)
    assert (weights.data[:, future] == 0).all()
    again, none = mine(*[Tensor(x)] * 3, is_causal=True, need_weights=False)
    assert none is None
    np.testing.assert_array_equal(output.data, again.data)


def test_a_query_with_nothing_to_attend_to_leaks_no_nan(rng):
    # Torch gives NaN for the second example, and NaN gradients to every weight.
    mine, _ = attention_pair(rng, batch_first=True)
    padding = np.zeros((B, T), bool)
    padding[1] = True
    query = Tensor(rng.standard_normal((B, T, E)).astype(np.float32), requires_grad=True)
    output, weights = mine(query, query, query, key_padding_mask=padding)
    np.testing.assert_array_equal(output.data[1], np.zeros((T, E)) + mine.out_proj.bias.data)
    assert (weights.data[1] == 0).all()
    output.backward(rng.standard_normal(output.shape))
    assert (query.grad[1] == 0).all()
    assert np.abs(query.grad[0]).max() > 1e-3
    assert all(np.isfinite(p.grad).all() for p in mine.parameters())


def test_attention_drops_weights_while_training_only_and_starts_as_torchs(rng):
    layer = layers.MultiheadAttention(E, N, dropout=0.5, rng=rng)
    x = Tensor(rng.standard_normal((T, B, E)).astype(np.float32))
    _, weights = layer(x, x, x, average_attn_weights=False)
    assert 0.3 < (weights.data == 0).mean() < 0.7
    _, weights = layer.eval()(x, x, x, average_attn_weights=False)
    assert (weights.data > 0).all()
    bound = np.sqrt(6 / (4 * E))  # Glorot's, of all three projections as one matrix
    assert 0.97 * bound < np.abs(layer.in_proj_weight.data).max() <= bound
    assert (layer.in_proj_bias.data == 0).all()
    assert (layer.out_proj.bias.data == 0).all()


def test_the_transformers_masks_activation_and_dropout(rng):
    options = {"batch_first": True}
    mine, theirs = make_pair("TransformerEncoderLayer", (E, N, 20, 0.0), options, {}, rng)
    mine.activation = gelu
    theirs.activation = torch.nn.GELU(approximate="tanh")
    padding, future = np.zeros((B, T), bool), ~np.tri(T, dtype=bool)
    padding[1, 3:] = True
    x = rng.standard_normal((B, T, E))
    masks = {"src_mask": future, "src_key_padding_mask": padding}
    assert_layer_matches(mine, theirs, x, rng=rng, **masks)
    by_flag = mine(Tensor(x), src_key_padding_mask=padding, is_causal=True)
    np.testing.assert_array_equal(mine(Tensor(x), **masks).data, by_flag.data)
    dropping = layers.TransformerEncoderLayer(E, N, 20, 0.5, rng=rng)
    x = Tensor(x.astype(np.float32))
    assert np.abs(dropping(x).data - dropping(x).data).max() > 0.1
    dropping.eval()
    np.testing.assert_array_equal(dropping(x).data, dropping(x).data)
