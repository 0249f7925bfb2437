"""Every operation, on inputs that are neither large nor small, and torch's counterpart."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812

from dlbook import scratch
from dlbook.scratch import Tensor
from dlbook.scratch.ops import elementwise, shape
from dlbook.scratch.ops.attention import attention_weights
from dlbook.scratch.ops.recurrent import gru, lstm, rnn
from tests.scratch.cases.case import both, case, like, same
from tests.scratch.parity import positive

ARITHMETIC = [
    both("add", lambda a, b: a + b, (3, 4), (3, 4)),
    both("add, broadcast", lambda a, b: a + b, (3, 1, 5), (4, 1)),
    both("add, number", lambda a: 2 + a + 1.5, (3, 4)),
    both("sub", lambda a, b: a - b, (3, 4), (3, 4)),
    both("sub, broadcast", lambda a, b: a - b, (4, 1), (3, 1, 5)),
    both("sub, number", lambda a: 2 - (a - 1.5), (3, 4)),
    both("mul", lambda a, b: a * b, (3, 4), (3, 4)),
    both("mul, broadcast", lambda a, b: a * b, (3, 1, 5), (4, 1)),
    both("mul, number", lambda a: 2 * a * 1.5, (3, 4)),
    both("mul, itself", lambda a: a * a, (3, 4)),
    both("div", lambda a, b: a / b, (3, 4), positive(3, 4)),
    both("div, broadcast", lambda a, b: a / b, (3, 1, 5), positive(4, 1)),
    both("div, number", lambda a: 2 / a / 1.5, positive(3, 4)),
    both("neg", lambda a: -a, (3, 4)),
    both("abs", abs, (3, 4)),
    *[
        both(f"pow, {n}", lambda a, n=n: a**n, positive(3, 4))
        for n in (0, 1, 2, 3, 4, 5, -1, 0.5, -1.5, 3.0)
    ],
    both("pow, negative base", lambda a: a**3, (3, 4)),
    same("exp", (3, 4)),
    same("log", positive(3, 4)),
    same("sqrt", positive(3, 4)),
    case("abs, method", lambda a: elementwise.abs(a), torch.abs, (3, 4)),
]

PRODUCTS = [
    *[
        both(f"matmul {a}, {b}", lambda a, b: a @ b, a, b)
        for a, b in [
            *[((3, 4), (4, 5)), ((4,), (4,)), ((4,), (4, 5)), ((3, 4), (4,)), ((1, 1), (1, 1))],
            *[((2, 3, 4), (2, 4, 5)), ((2, 6, 3, 4), (4, 5)), ((3, 4), (2, 4, 5))],
            *[((2, 1, 3, 4), (6, 4, 5)), ((2, 3, 4), (4,)), ((4,), (2, 4, 5))],
        ]
    ],
    both("matmul, transposed", lambda a, b: a.T @ b.T, (4, 3), (5, 4)),
    same("linear", (3, 4), (5, 4), (5,)),
    same("linear", (2, 3, 4), (5, 4), (5,)),
    same("linear", (4,), (5, 4)),
    *[
        case(
            equation,
            lambda *xs, e=equation: scratch.einsum(e, *xs),
            lambda *xs, e=equation: torch.einsum(e, *xs),
            *shapes,
        )
        for equation, *shapes in [
            ("ij,jk->ik", (3, 4), (4, 5)),
            ("ij->ji", (3, 4)),
            ("ij->i", (3, 4)),
            ("ij->", (3, 4)),
            ("i,j->ij", (3,), (4,)),
            ("i,i->", (3,), (3,)),
            ("ij,ij->ij", (3, 4), (3, 4)),
            ("bqhd,bkhd->bhqk", (2, 3, 4, 5), (2, 6, 4, 5)),
            ("bhqk,bkhd->bqhd", (2, 4, 3, 6), (2, 6, 4, 5)),
            ("ij,kj,lk->il", (3, 4), (5, 4), (2, 5)),
            ("ia,jb->ji", (3, 4), (5, 2)),
            (",i->i", (), (3,)),
        ]
    ],
]

REDUCTIONS = [
    *[
        both(f"{name} {options}", lambda a, n=name, o=options: getattr(a, n)(**o), (3, 4, 5))
        for name in ("sum", "mean", "var", "std")
        for options in [{}, {"axis": 1}, {"axis": -1, "keepdims": True}, {"axis": (0, -1)}]
    ],
    *[
        both(f"{name}, correction", lambda a, n=name: getattr(a, n)(1, correction=0), (3, 4, 5))
        for name in ("var", "std")
    ],
    case("max", lambda a: a.max(), torch.amax, (3, 4)),
    case("max, axis", lambda a: a.max(axis=1), lambda a: a.amax(1), (3, 4, 5)),
    case(
        "max, axes kept",
        lambda a: a.max(axis=(0, -1), keepdims=True),
        lambda a: a.amax((0, -1), keepdim=True),
        (3, 4, 5),
    ),
]

ROWS, COLUMNS = np.array([2, 0, 2, 1]), np.array([1, 1, 1, 4])
MASK = np.array([[1, 0, 0, 1], [0, 1, 1, 1], [1, 0, 1, 1]], bool)
PLACES = np.array([[2, 0, 0, 1], [1, 0, 2, 1]])
ENTRIES = [
    both("reshape", lambda a: a.reshape(6, -1), (3, 4, 5)),
    both("reshape, tuple", lambda a: a.reshape((4, 3)), (3, 4)),
    case("transpose", shape.transpose, lambda a: a.permute(2, 1, 0), (3, 4, 5)),
    case("axes", lambda a: a.transpose(1, -1, 0), lambda a: a.permute(1, 2, 0), (3, 4, 5)),
    both("T", lambda a: a.T, (3, 4)),
    both("swapaxes", lambda a: a.swapaxes(-1, 0), (3, 4, 5)),
    both("getitem, number", lambda a: a[1], (3, 4)),
    both("getitem, slices", lambda a: a[1:, ::2], (3, 4)),
    both("getitem, ellipsis and None", lambda a: a[..., None, -1], (3, 4)),
    both("getitem, array", lambda a: a[ROWS], (3, 4)),
    both("getitem, two arrays", lambda a: a[ROWS, COLUMNS], (3, 5)),
    both("getitem, array and slice", lambda a: a[ROWS, 1:3], (3, 5)),
    both("getitem, mask", lambda a: a[np.array([True, False, True])], (3, 4)),
    *[
        case(
            f"where, {shapes}",
            lambda a, b: scratch.where(MASK, a, b),
            lambda a, b: torch.where(torch.tensor(MASK), a, b),
            *shapes,
        )
        for shapes in [((3, 4), (3, 4)), ((2, 3, 1), (4,))]
    ],
    case("where", lambda a: scratch.where(MASK, a, 0), lambda a: a * torch.tensor(MASK), (4,)),
    both("clip", lambda a: a.clip(-0.5, 0.7), (3, 4)),
    both("clip, below", lambda a: a.clip(min=0.1), (3, 4)),
    both("clip, above", lambda a: a.clip(max=0.1), (3, 4)),
    same("maximum", (3, 4), (3, 1)),
    same("minimum", (4,), (3, 4)),
    *[
        case(
            f"{name}, axis {axis}",
            lambda *xs, n=name, a=axis: getattr(scratch, n)(xs, a),
            lambda *xs, n=name, a=axis: getattr(torch, n)(xs, a),
            *shapes,
        )
        for name, axis, *shapes in [
            ("concat", 0, (3, 4), (2, 4)),
            ("concat", 1, (3, 4, 2), (3, 1, 2), (3, 5, 2)),
            ("concat", -1, (3, 4), (3, 2)),
            ("stack", 0, (3, 4), (3, 4)),
            ("stack", 1, (3, 4), (3, 4), (3, 4)),
            ("stack", -1, (3, 4), (3, 4)),
        ]
    ],
    case("twice", lambda x: scratch.concat([x, x]), lambda x: torch.concat([x, x]), (3, 4)),
    case("pad", lambda x: scratch.pad(x, (1, 2)), lambda x: F.pad(x, (1, 2)), (3, 4)),
    case(
        "pad, image",
        lambda x: scratch.pad(x, (1, 2, 0, 3), 1.5),
        lambda x: F.pad(x, (1, 2, 0, 3), value=1.5),
        (2, 3, 4),
    ),
    *[
        case(
            f"gather, axis {axis}",
            lambda x, a=axis: scratch.gather(x, a, PLACES),
            lambda x, a=axis: torch.gather(x, a, torch.tensor(PLACES)),
            of_x,
        )
        for axis, of_x in [(0, (3, 5)), (-1, (2, 3))]
    ],
    *[
        case(
            f"scatter_add, axis {axis}",
            lambda x, src, a=axis: scratch.scatter_add(x, a, PLACES, src),
            lambda x, src, a=axis: torch.scatter_add(x, a, torch.tensor(PLACES), src),
            *(of_x, (2, 4)),
        )
        for axis, of_x in [(0, (3, 5)), (1, (2, 3))]
    ],
    case(
        "embedding",
        lambda w: scratch.embedding(PLACES, w),
        lambda w: F.embedding(torch.tensor(PLACES), w),
        (5, 3),
    ),
]


def torch_dropout(x):
    """Drop what our operation drops with the same random numbers."""
    return x * torch.tensor(np.random.default_rng(3).random((3, 4), np.float32) >= 0.4) / 0.6


ACTIVATIONS = [
    *[same(name, (3, 4), torchs={"dim": -1}) for name in ("logsumexp", "softmax")],
    same("log_softmax", (3, 4), torchs={"dim": -1}),
    same("logsumexp", (3, 4), axis=0, keepdims=True),
    same("softmax", (3, 4, 5), axis=1),
    same("log_softmax", (3, 4, 5), axis=0),
    *[
        same(name, (3, 4), **options)
        for name, options in [
            *[("sigmoid", {}), ("tanh", {}), ("relu", {}), ("silu", {}), ("softplus", {})],
            *[("leaky_relu", {}), ("leaky_relu", {"negative_slope": 0.3})],
        ]
    ],
    same("gelu", (3, 4), torchs={"approximate": "tanh"}),
    case(
        "dropout",
        lambda x: scratch.dropout(x, 0.4, rng=np.random.default_rng(3)),
        torch_dropout,
        (3, 4),
    ),
]


def running(x) -> list[np.ndarray]:
    """Return a mean and a variance for each channel."""
    channels = x.shape[1]
    return [np.linspace(-1, 1, channels), np.linspace(0.5, 2, channels)]


def running_tensors(x: Tensor) -> list[Tensor]:
    """Return them as tensors like ``x``, on its device."""
    return [Tensor(np.asarray(value.astype(x.dtype), like=x.data)) for value in running(x)]


NORMALIZATION = [
    case(
        "batch_norm",
        lambda x, w, b: scratch.batch_norm(x, *running_tensors(x), w, b),
        lambda x, w, b: F.batch_norm(x, *(like(value, x) for value in running(x)), w, b),
        *((5, 3), (3,), (3,)),
    ),
    case(
        "batch_norm, training",
        lambda x, w, b: scratch.batch_norm(x, None, None, w, b, training=True),
        lambda x, w, b: F.batch_norm(x, None, None, w, b, training=True),
        *((5, 3, 4, 2), (3,), (3,)),
    ),
    case(
        "batch_norm, plain",
        lambda x: scratch.batch_norm(x, None, None, training=True, eps=0.1),
        lambda x: F.batch_norm(x, None, None, training=True, eps=0.1),
        (5, 3, 4),
    ),
    case(
        "layer_norm",
        lambda x, w, b: scratch.layer_norm(x, 4, w, b),
        lambda x, w, b: F.layer_norm(x, (4,), w, b),
        *((2, 3, 4), (4,), (4,)),
    ),
    case(
        "layer_norm, two axes",
        lambda x, w: scratch.layer_norm(x, (3, 4), w, eps=0.1),
        lambda x, w: F.layer_norm(x, (3, 4), w, eps=0.1),
        *((2, 3, 4), (3, 4)),
    ),
    case(
        "rms_norm",
        lambda x, w: scratch.rms_norm(x, 4, w),
        lambda x, w: F.rms_norm(x, (4,), w),
        *((2, 3, 4), (4,)),
    ),
    same("rms_norm", (2, 3, 4), normalized_shape=(3, 4), eps=0.1),
]


def options(*values) -> dict:
    """Return the options of a convolution; one left out keeps its default."""
    names = ("stride", "padding", "dilation", "groups", "output_padding")
    return dict(zip(names, values, strict=False))


WINDOWS = [
    same("conv1d", (2, 3, 7), (4, 3, 3), (4,)),
    same("conv1d", (2, 4, 9), (6, 2, 3), **options(2, 3, 2, 2)),
    same("conv2d", (2, 3, 7, 6), (4, 3, 3, 2), (4,)),
    same("conv2d", (2, 4, 7, 6), (6, 2, 3, 2), (6,), **options((2, 1), (1, 2), (1, 3), 2)),
    same("conv_transpose2d", (2, 3, 5, 4), (3, 4, 3, 2), (4,)),
    same(
        "conv_transpose2d",
        *((2, 4, 5, 3), (4, 3, 3, 2), (6,)),
        **options((2, 1), (1, 0), (1, 3), 2, (1, 2)),
    ),
    same("max_pool2d", (2, 3, 6, 5), kernel_size=2),
    same("max_pool2d", (2, 3, 7, 6), kernel_size=(3, 2), **options((2, 1), (1, 0), (1, 3))),
    same("avg_pool2d", (2, 3, 6, 5), kernel_size=2),
    *[
        same(
            "avg_pool2d", (2, 3, 7, 6), kernel_size=(3, 2), count_include_pad=counted, padding=1
        )
        for counted in (True, False)
    ],
]

# --- sequences: torch's counterparts are written out by the formulas -------------------

T, B, D, H = 4, 3, 5, 2
STEPS, STATE = (T, B, D), (B, H)


def weights(gates: int, biases: int = 2) -> list[tuple[int, ...]]:
    """Return the shapes of the weights of a recurrent operation."""
    return [(gates * H, D), (gates * H, H)] + [(gates * H,)] * biases


def torch_rnn(x, h, w_x, w_h, *biases, phi=torch.tanh):
    states = []
    for step in x:
        h = phi(step @ w_x.T + h @ w_h.T + sum(biases))
        states.append(h)
    return torch.stack(states)


def torch_lstm(x, h, c, w_x, w_h, *biases):
    hidden, cells = [], []
    for step in x:
        i, f, g, o = (step @ w_x.T + h @ w_h.T + sum(biases)).chunk(4, dim=1)
        c = f.sigmoid() * c + i.sigmoid() * g.tanh()
        h = o.sigmoid() * c.tanh()
        hidden.append(h)
        cells.append(c)
    return torch.stack([torch.stack(hidden), torch.stack(cells)])


def torch_gru(x, h, w_x, w_h, *biases):
    b_x, b_h = biases or (0, 0)
    states = []
    for step in x:
        r_x, z_x, n_x = (step @ w_x.T + b_x).chunk(3, dim=1)
        r_h, z_h, n_h = (h @ w_h.T + b_h).chunk(3, dim=1)
        z = (z_x + z_h).sigmoid()
        h = (1 - z) * (n_x + (r_x + r_h).sigmoid() * n_h).tanh() + z * h
        states.append(h)
    return torch.stack(states)


def sdpa(name: str, *shapes, **options):
    """Return a case of scaled dot-product attention."""
    return same("scaled_dot_product_attention", *shapes, label=name, **options)


QKV = (2, 3, 4, 5), (2, 3, 6, 5), (2, 3, 6, 7)
ALLOWED = np.random.default_rng(0).random((4, 6)) < 0.5
ALLOWED[:, 2] = True
ADDED = np.random.default_rng(1).standard_normal((2, 1, 4, 6)).astype(np.float32)
SEQUENCES = [
    *[
        case(f"{ours.__name__}, {n} biases", ours, theirs, STEPS, *states, *weights(gates, n))
        for ours, theirs, gates, states in [
            (rnn, torch_rnn, 1, [STATE]),
            (lstm, torch_lstm, 4, [STATE, STATE]),
            (gru, torch_gru, 3, [STATE]),
        ]
        for n in (2, 0)
    ],
    case(
        "rnn, relu",
        lambda *xs: rnn(*xs, nonlinearity="relu"),
        lambda *xs: torch_rnn(*xs, phi=torch.relu),
        *(STEPS, STATE, *weights(1)),
    ),
    case(
        "attention_weights",
        attention_weights,
        lambda query, key: F.softmax(query @ key.mT / query.shape[-1] ** 0.5, -1),
        *QKV[:2],
    ),
    sdpa("plain", *QKV),
    sdpa("causal", *QKV, is_causal=True),
    sdpa("mask of booleans", *QKV, attn_mask=ALLOWED),
    sdpa("mask of numbers", *QKV, attn_mask=ADDED),
    sdpa("one sequence", (4, 5), (6, 5), (6, 7)),
]

# --- losses ---------------------------------------------------------------------------

CLASSES = np.array([1, 0, 4, 1, 2, 2])
IMAGE_CLASSES = np.array([[2, 0, 0, 1], [1, 0, 2, 1]])
TARGETS = np.array([[0.1, 0.9, 0.0, 1.0], [0.5, 0.3, 0.7, 0.2], [1.0, 0.0, 0.4, 0.6]])
WEIGHTS = np.array([0.5, 1.5, 2.0, 0.7, 1.0])
CTC_LABELS = np.array([[1, 2, 2], [3, 1, 0], [4, 0, 0]])
CTC_LENGTHS = np.array([7, 6, 7]), np.array([3, 2, 1])
REDUCED = [{"reduction": reduction} for reduction in ("mean", "sum", "none")]


def cross_entropy(shape, classes, **options):
    """Return a case of the cross-entropy."""
    return same("cross_entropy", shape, target=classes, **options)


def ctc(shape, targets, times, lengths, label="", **options):
    """Return a case of the loss of logits, so that both gradients mean the same."""
    integers = [torch.tensor(np.asarray(a, np.int64)) for a in (targets, times, lengths)]
    return case(
        f"ctc_loss, {label}, {options}",
        lambda x: scratch.ctc_loss(scratch.log_softmax(x), targets, times, lengths, **options),
        lambda x: F.ctc_loss(F.log_softmax(x, -1), *integers, **options),
        shape,
    )


LOSSES = [
    *[
        same(name, (3, 4), (3, 4), **options)
        for name in ("mse_loss", "l1_loss", "huber_loss")
        for options in REDUCED
    ],
    same("huber_loss", (3, 4), (3, 4), delta=0.3),
    *[
        cross_entropy((6, 5), CLASSES, **options)
        for options in [
            *REDUCED,
            {"ignore_index": 1},
            {"label_smoothing": 0.1},
            {"weight": WEIGHTS},
            {"weight": WEIGHTS, "ignore_index": 1, "label_smoothing": 0.3},
            {"weight": WEIGHTS, "ignore_index": 1, "label_smoothing": 0.3, "reduction": "none"},
        ]
    ],
    cross_entropy((2, 3, 4), IMAGE_CLASSES, label_smoothing=0.1, ignore_index=0),
    *[
        same("binary_cross_entropy_with_logits", (3, 4), target=TARGETS, **weighted, **reduced)
        for weighted in [{}, {"weight": WEIGHTS[:4], "pos_weight": WEIGHTS[1:]}]
        for reduced in REDUCED
    ],
    *[
        same("kl_div", (3, 4), target=TARGETS, reduction=reduction, log_target=log_target)
        for reduction, log_target in [
            *[("sum", False), ("none", False), ("batchmean", False), ("sum", True)]
        ]
    ],
    *[ctc((7, 3, 5), CTC_LABELS, *CTC_LENGTHS, **reduced) for reduced in REDUCED],
]

CASES = [
    *(ARITHMETIC + PRODUCTS + REDUCTIONS + ENTRIES + ACTIVATIONS + NORMALIZATION),
    *(WINDOWS + SEQUENCES + LOSSES),
]
