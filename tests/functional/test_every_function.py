"""Every function equals torch's and the engine's, forward and backward; bad input is named."""

from __future__ import annotations

import numpy as np
import pytest
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

from dlbook import functional as f
from dlbook import scratch
from tests.scratch.parity import assert_same

REDUCTIONS = ("mean", "sum", "none")


def draw(*shape: int, seed: int = 0) -> Tensor:
    generator = torch.Generator().manual_seed(seed + sum(shape))
    return torch.randn(shape, generator=generator, dtype=torch.float64)


def results(function, tensors, **options) -> list[np.ndarray]:
    """Return the outputs, and the gradient of a fixed direction of them by each tensor."""
    leaves = [t.clone().requires_grad_() if t.is_floating_point() else t for t in tensors]
    out = function(*leaves, **options)
    outs = list(out) if isinstance(out, tuple) else [out]
    total = sum(
        (o * torch.cos(torch.arange(o.numel(), dtype=o.dtype)).view_as(o)).sum() for o in outs
    )
    wanted = [leaf for leaf in leaves if leaf.requires_grad]
    return [t.detach().numpy() for t in (*outs, *torch.autograd.grad(total, wanted))]


def assert_alike(ours, theirs, tensors, tolerance=1e-11, **options) -> None:
    pairs = zip(
        results(ours, tensors, **options), results(theirs, tensors, **options), strict=True
    )
    for number, (a, b) in enumerate(pairs):
        assert_same(f"result {number}", a, b, tolerance)


# --- parity with torch ------------------------------------------------------------

X = 2.0 + 3.0 * draw(7, 3, 5)  # far from mean 0 and variance 1
CHANCE = torch.sigmoid(draw(7, 3, 5, seed=1))
POSITIVE = (draw(11, 5, seed=1) > 0).double()
LOGITS, CLASSES = 4 * draw(11, 5), torch.arange(11) % 5
IMAGES, FILTERS, BIAS = draw(2, 3, 11, 9), draw(5, 3, 4, 2), draw(5)
QUERY, KEY, VALUE = draw(2, 3, 5, 4), draw(2, 3, 7, 4), draw(2, 3, 7, 3)
ALLOWED = draw(5, 7) < 0.3
ALLOWED[:, 2] = True

BINARY = "binary_cross_entropy_with_logits"
B, D, H = 3, 5, 7


def normal_nll(mean, target, log_var, reduction):
    found = -torch.distributions.Normal(mean, (log_var / 2).exp()).log_prob(target)
    return found if reduction == "none" else getattr(found, reduction)()


def focal(z, y, gamma):
    p = torch.where(y > 0, torch.sigmoid(z), torch.sigmoid(-z))
    return -((1 - p) ** gamma) * torch.log(p)


def batch_norm_both(function):
    """Return outputs and the running averages that the function has moved."""

    def call(x, weight, bias, training):
        mean = torch.tensor([1.0, 2.0, 3.0]).double()
        var = torch.tensor([1.0, 0.5, 2.0]).double()
        out = function(x, mean, var, weight, bias, training, 0.3, 0.01)
        assert (mean[0] != 1.0) == training
        assert not mean.requires_grad
        return out, mean + 0 * out.sum(), var + 0 * out.sum()

    return call


def cell(torch_cell):
    def call(x, *rest):
        *states, w_ih, w_hh, b_ih, b_hh = rest
        layer = torch_cell(D, H).double()
        names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        parameters = dict(zip(names, (w_ih, w_hh, b_ih, b_hh), strict=True))
        state = tuple(states) if len(states) == 2 else states[0]
        return torch.func.functional_call(layer, parameters, (x, state))

    return call


def cell_tensors(gates: int, states: int) -> list[Tensor]:
    weights = draw(gates * H, D), draw(gates * H, H), draw(gates * H), draw(gates * H, seed=1)
    return [draw(B, D), *(draw(B, H, seed=s) for s in range(states)), *weights]


NORM = {"normalized_shape": (3, 5)}
# Functions that torch has under the same name: tensors, and options for both.
SAME = [
    *[
        (name, tensors, {"reduction": reduction, **options})
        for reduction in REDUCTIONS
        for name, tensors, options in [
            *[(name, (X, CHANCE), {}) for name in ("mse_loss", "l1_loss", BINARY)],
            ("huber_loss", (X, CHANCE), {"delta": 0.7}),
            (BINARY, (X, CHANCE), {"pos_weight": torch.tensor(3.5).double()}),
            ("cross_entropy", (LOGITS, CLASSES), {}),
            ("cross_entropy", (LOGITS, CLASSES), {"weight": BIAS.exp()}),
        ]
    ],
    *[
        ("scaled_dot_product_attention", (QUERY, KEY, VALUE), options)
        for options in [
            *[{}, {"is_causal": True}],
            *[{"attn_mask": ALLOWED}, {"attn_mask": draw(2, 1, 5, 7)}],
        ]
    ],
    ("conv2d", (IMAGES, FILTERS), {}),
    *[
        ("conv2d", (IMAGES, FILTERS, BIAS), options)
        for options in [
            *[{}, {"stride": 2}, {"padding": 2}, {"dilation": 2}],
            {"stride": 3, "padding": 1, "dilation": 2},
        ]
    ],
    *[
        (name, (IMAGES,), {"kernel_size": 3, **options})
        for name in ("max_pool2d", "avg_pool2d")
        for options in [{}, {"stride": 2}, {"stride": 2, "padding": 1}]
    ],
    *[(name, (X,), NORM) for name in ("layer_norm", "rms_norm")],
    *[(name, (X,), {"normalized_shape": (5,)}) for name in ("layer_norm", "rms_norm")],
]
PARITY = {
    **{
        f"{name} {number}": (getattr(f, name), getattr(F, name), tensors, options)
        for number, (name, tensors, options) in enumerate(SAME)
    },
    **{
        f"gaussian, {reduction}": (
            *(f.gaussian_nll_loss, normal_nll, (X, CHANCE, draw(7, 3, 5))),
            {"reduction": reduction},
        )
        for reduction in REDUCTIONS
    },
    **{
        f"focal, {gamma}": (
            lambda z, g=gamma: f.sigmoid_focal_loss(z, POSITIVE, g, "none"),
            lambda z, g=gamma: focal(z, POSITIVE, g),
            *((LOGITS / 4,), {}),
        )
        for gamma in (1.0, 2.0, 3.5)
    },
    "focal, 0": (
        lambda z, y: f.sigmoid_focal_loss(z, y, gamma=0.0),
        *(F.binary_cross_entropy_with_logits, (X, CHANCE), {}),
    ),
    **{
        f"linear cross-entropy, {chunk}": (
            lambda h, w, y, n=chunk: f.linear_cross_entropy(h, w, y, n),
            lambda h, w, y: F.cross_entropy(h @ w.T, y),
            *((draw(11, 3), draw(5, 3), CLASSES), {}),
        )
        for chunk in (1, 4, 11, 100)
    },
    **{
        f"layer_norm {shape}": (
            lambda x, w, b, s=shape: f.layer_norm(x, s, w, b),
            lambda x, w, b, s=shape: F.layer_norm(x, s, w, b),
            *((X, draw(*shape), draw(*shape, seed=1)), {}),
        )
        for shape in [(5,), (3, 5)]
    },
    **{
        f"rms_norm {shape} {eps}": (
            lambda x, w, s=shape, e=eps: f.rms_norm(x, s, w, e),
            lambda x, w, s=shape, e=eps: F.rms_norm(x, s, w, e),
            *((X, draw(*shape)), {}),
        )
        for shape in [(5,), (3, 5)]
        for eps in (None, 0.1)
    },
    **{
        f"batch_norm {x.ndim} {training}": (
            *(batch_norm_both(f.batch_norm), batch_norm_both(F.batch_norm)),
            *((x, draw(3), draw(3, seed=1)), {"training": training}),
        )
        for x in (X[:, :, 0], X, X.unsqueeze(3))
        for training in (True, False)
    },
    **{
        f"soft_threshold {t}": (
            lambda x, t=t: f.soft_threshold(x, t),
            lambda x, t=t: F.softshrink(x, t),
            *((X - 2,), {}),
        )
        for t in (0.0, 0.3, 2.0)
    },
    **{
        f"label_smoothing {s}": (
            lambda z, s=s: F.cross_entropy(z, f.label_smoothing(CLASSES, 5, s).double()),
            lambda z, s=s: F.cross_entropy(z, CLASSES, label_smoothing=s),
            *((LOGITS,), {"tolerance": 1e-6}),  # its targets are float32
        )
        for s in (0.0, 0.1, 1.0)
    },
    "rnn_cell": (f.rnn_cell, cell(nn.RNNCell), cell_tensors(1, 1), {}),
    "gru_cell": (
        lambda *args: f.gru_cell(*args)[0],
        *(cell(nn.GRUCell), cell_tensors(3, 1), {}),
    ),
    "lstm_cell": (
        lambda x, h, c, *weights: f.lstm_cell(x, (h, c), *weights)[0],
        *(cell(nn.LSTMCell), cell_tensors(4, 2), {}),
    ),
}


@pytest.mark.parametrize("name", PARITY)
def test_it_equals_torch(name):
    ours, theirs, tensors, options = PARITY[name]
    assert_alike(ours, theirs, tensors, **options)


@pytest.mark.parametrize(
    "name", ["mse_loss 0", "rms_norm (5,) None", "lstm_cell", "focal, 1.0"]
)
def test_a_thousandth_is_noticed(name):
    ours, theirs, tensors, options = PARITY[name]

    def slightly_wrong(*tensors, **options):
        out = ours(*tensors, **options)
        return (1.001 * out[0], *out[1:]) if isinstance(out, tuple) else 1.001 * out

    with pytest.raises(AssertionError):
        assert_alike(slightly_wrong, theirs, tensors, **options)


# --- parity with the engine -------------------------------------------------------

ENGINE = {
    "mse_loss": ((X,), (CHANCE,), {}),
    "l1_loss": ((X,), (CHANCE,), {}),
    "huber_loss": ((X,), (CHANCE,), {"delta": 0.7}),
    "binary_cross_entropy_with_logits": ((X,), (CHANCE,), {"pos_weight": 3.5}),
    "cross_entropy": ((LOGITS,), (CLASSES,), {}),
    "conv2d": ((IMAGES, FILTERS, BIAS), (), {"stride": 3, "padding": 1, "dilation": 2}),
    "layer_norm": ((X,), ((5,),), {}),
    "rms_norm": ((X,), ((5,),), {}),
    "scaled_dot_product_attention": ((QUERY, KEY, VALUE), (), {"is_causal": True}),
}


@pytest.mark.parametrize("name", ENGINE)
def test_it_equals_the_engine(name):
    tensors, rest, options = ENGINE[name]
    here = results(lambda *t: getattr(f, name)(*t, *rest, **options), tensors)
    leaves = [scratch.Tensor(t.numpy(), requires_grad=True) for t in tensors]
    arrays = [a.numpy() if isinstance(a, Tensor) else a for a in rest]
    out = getattr(scratch, name)(*leaves, *arrays, **options)
    out.backward(np.cos(np.arange(out.data.size)).reshape(out.shape))
    for number, (a, b) in enumerate(
        zip(here, [out.data, *(t.grad for t in leaves)], strict=True)
    ):
        assert_same(f"result {number}", a, b, 1e-11)


def test_dropout_equals_the_engine_s_with_the_same_choice(monkeypatch):
    array = np.random.default_rng(0).normal(size=(6, 9)) + 5
    below = scratch.Tensor(array, requires_grad=True)
    out = scratch.dropout(below, 0.25, rng=np.random.default_rng(1))
    out.sum().backward()
    drawn = np.random.default_rng(1).random(array.shape, dtype=np.float32)
    monkeypatch.setattr(torch, "rand", lambda *_, **__: torch.tensor(drawn))
    here = torch.tensor(array, requires_grad=True)
    result = f.dropout(here, 0.25)
    result.sum().backward()
    assert_same("output", out.data, result.detach().numpy(), 1e-12)
    assert_same("gradient", below.grad, here.grad.numpy(), 1e-12)


# --- bad input --------------------------------------------------------------------

x, n = torch.zeros(3, 2), torch.zeros(4, dtype=torch.long)
REFUSED = [
    (lambda: f.mse_loss(x, x[0]), "hides mistakes"),
    (lambda: f.binary_cross_entropy_with_logits(x, x[0]), "hides mistakes"),
    (lambda: f.gaussian_nll_loss(x, x, x[0]), "hides mistakes"),
    (lambda: f.l1_loss(x, x, reduction="average"), "reduction must be"),
    (lambda: f.huber_loss(x, x, delta=0.0), "delta must be positive"),
    (lambda: f.quantile_loss(x, x, 1.0), "between 0 and 1"),
    (lambda: f.quantile_loss(x, x, 0.0), "between 0 and 1"),
    (lambda: f.sigmoid_focal_loss(x, x, gamma=0.5), "0 or at least 1"),
    (lambda: f.cross_entropy(x, n), r"\(B, C\)"),
    (lambda: f.cross_entropy(x[0], n[:2]), r"\(B, C\)"),
    (lambda: f.linear_cross_entropy(x, x, n[:3], 0), "at least 1"),
    (lambda: f.attention_weights(x, torch.zeros(3, 6)), "2 features and keys 6"),
    (lambda: f.sinusoidal_positions(4, 5), "must be even, got 5"),
    (lambda: f.conv2d(IMAGES, draw(5, 4, 3, 3)), r"\(2, 3, 11, 9\) and \(5, 4, 3, 3\)"),
    (lambda: f.conv2d(IMAGES, draw(1, 3, 5, 5), dilation=4), r"no window of \(5, 5\)"),
    (lambda: f.windows(draw(3, 8, 8), (2, 2)), r"expected \(B, C, H, W\)"),
    (lambda: f.batch_norm(torch.ones(1, 4), training=True), "one entry"),
    (lambda: f.batch_norm(torch.ones(3, 4)), "running_mean and running_var"),
    (lambda: f.layer_norm(torch.ones(3, 4), (3,)), "layer_norm: the last axes"),
    (lambda: f.rms_norm(torch.ones(3, 4), (3, 5)), "rms_norm: the last axes"),
    (lambda: f.rms_norm(torch.ones(3, 4), ()), "rms_norm: the last axes"),
    (lambda: f.dropout(x, -0.1), "p must be at least 0 and below 1"),
    (lambda: f.dropout(x, 1.0), "p must be at least 0 and below 1"),
    (lambda: f.soft_threshold(x, -1), "at least 0, got -1"),
    (lambda: f.label_smoothing(n, 3, 1.1), "0 to 1, got 1.1"),
    (lambda: f.label_smoothing(n, 3, -0.1), "0 to 1"),
    (lambda: f.mixup(x, n, 0.4, rng=None), "turn classes into probabilities"),
    (lambda: f.mixup(x, x, 0.0, rng=None), "alpha must be positive"),
    (lambda: f.fan_in_and_fan_out(torch.empty(5)), "set a bias to zeros"),
    (lambda: f.kaiming_normal_(torch.empty(3, 4), mode="fan_avg"), "'fan_in' or 'fan_out'"),
    (lambda: f.reliability(torch.zeros(3), torch.zeros(4)), "one shape"),
    (lambda: f.reliability(x, x), "one shape"),
    (lambda: f.reliability(torch.tensor([0.2, 1.7]), torch.zeros(2)), "no logits"),
    (lambda: f.reliability(torch.tensor([0.2, torch.nan]), torch.zeros(2)), "no logits"),
    (lambda: f.frechet_feature_distance(x, torch.zeros(4, 3)), r"\(N, D\) and \(M, D\)"),
    (lambda: f.frechet_feature_distance(x, x[:1]), r"\(N, D\) and \(M, D\)"),
    (lambda: f.frechet_feature_distance(x[0], x[0]), r"\(N, D\) and \(M, D\)"),
    (lambda: f.receptive_field([nn.Conv2d(1, 1, (3, 5))]), "kernel_size to be one number"),
    (
        lambda: f.receptive_field([nn.Conv2d(1, 1, 3, padding="same")]),
        "padding to be one number",
    ),
]


@pytest.mark.parametrize(("call", "message"), REFUSED)
def test_bad_input_is_explained(call, message):
    with pytest.raises(ValueError, match=message):
        call()
