"""Wrong calls by the error that they raise, each with what its message must name.

A call is a text, evaluated with ``NAMES``; in a message ``...`` stands for any text.
"""

from __future__ import annotations

import re

import numpy as np

from dlbook import scratch
from dlbook.scratch import Tensor, layers, optim
from dlbook.scratch.ops import attention, elementwise, recurrent


def o(*shape: int) -> np.ndarray:
    """Return an array of ones."""
    return np.ones(shape)


def t(*shape: int) -> Tensor:
    """Return a tensor of ones."""
    return Tensor(np.ones(shape))


def asks(*shape: int) -> Tensor:
    """Return a tensor that requires a gradient."""
    return Tensor(np.ones(shape), requires_grad=True)


def ctc(**change):
    """Call the loss with an argument that does not fit the others."""
    right = {
        "log_probs": np.zeros((4, 2, 3)),
        "targets": np.ones((2, 2), int),
        "input_lengths": [4, 4],
        "target_lengths": [1, 2],
    }
    return scratch.ctc_loss(**(right | change))


def attend(query, key, value):
    """Call multi-head attention of width 12 with inputs of these shapes."""
    return layers.MultiheadAttention(12, 4, rng=RNG)(t(*query), t(*key), t(*value))


RNG = np.random.default_rng(0)
BCE = scratch.binary_cross_entropy_with_logits
MODULES = (attention, elementwise, recurrent, layers, optim, scratch)
NAMES = {name: value for module in MODULES for name, value in vars(module).items()} | globals()

# --- no gradient is computed for an option ---------------------------------------------

CONSTANTS = [
    ("min", "clip(o(2), asks())"),
    ("max", "clip(o(2), max=asks())"),
    ("negative_slope", "leaky_relu(o(2), asks())"),
    ("delta", "huber_loss(o(2), o(2), delta=asks())"),
    ("eps", "layer_norm(o(2, 3), 3, eps=asks())"),
    ("momentum", "batch_norm(o(2, 3), None, None, training=True, momentum=asks())"),
    ("running_mean", "batch_norm(o(2, 3), asks(3), t(3))"),
    ("value", "pad(o(2), (1, 1), asks())"),
    ("p", "dropout(o(2), asks(), rng=RNG)"),
    ("label_smoothing", "cross_entropy(o(1, 2), [0], label_smoothing=asks())"),
    ("weight", "cross_entropy(o(1, 2), [0], weight=asks(2))"),
    ("pos_weight", "BCE(o(2), o(2), pos_weight=asks(2))"),
    ("target", "kl_div(o(2), asks(2))"),
    ("attn_mask", "attention_weights(o(3, 4), o(3, 4), asks(3))"),
    (
        "key_padding_mask",
        "MultiheadAttention(4, 2, rng=RNG)(*[t(3, 2, 4)] * 3, key_padding_mask=asks(2, 3))",
    ),
]

# --- values and shapes -----------------------------------------------------------------

ARITHMETIC = [
    *[
        (f"{op}(o(2, 3), o(2))", f"{op}: shapes (2, 3) and")
        for op in ("add", "sub", "mul", "div", "less", "equal", "maximum", "minimum")
    ],
    ("where(o(2) > 0, o(3), 0.0)", "where: shapes (2,) and (3,) and ()"),
    ("clip(o(1))", "clip: give min, max or both"),
    ("t(3, 4) @ t(5, 6)", "matmul: shapes...the first (4) must equal the second-to-last"),
    ("t(3, 4) @ t(5)", "matmul: shapes...the first (4) must equal the only axis"),
    ("t(4) @ t(5)", "matmul: shapes (4,) and (5,) do not fit"),
    ("t(2, 3, 4) @ t(3, 4, 5)", "matmul: shapes...the axes before the last two must be equal"),
    ("t() @ t(3)", "matmul: shapes () and (3,): a number is not a matrix, use *"),
    ("t(3) @ t()", "matmul: shapes...a number is not a matrix"),
    ("linear(o(5, 3), o(7, 4))", "linear: ...(5, 3) and (7, 4)"),
    ("linear(o(), o(7, 4))", "linear: ...got () and (7, 4)"),
    ("linear(o(4), o(4))", "linear: ...got (4,) and (4,)"),
    ("linear(o(5, 4), o(7, 4), o(4))", "linear: ...bias of shape (7,)...got (4,)"),
    ("einsum('ij,jk', o(2, 3), o(3, 4))", "einsum: expected an equation such as...got 'ij,jk'"),
    ("einsum('i...->i', o(2, 3))", "einsum: expected an equation such as"),
    ("einsum('ii->i', o(2, 2))", "einsum: 'ii->i' has a label twice in one term"),
    ("einsum('i->ii', o(2))", "einsum: 'i->ii' has a label twice in one term"),
    ("einsum('i->j', o(2))", "einsum: ...has ['j'] on the right side, not on the left"),
    ("einsum('i,j->ij', o(2))", "einsum: ...has 2 terms, but 1 operands came"),
    ("einsum('ij->i', o(2))", "einsum: ...names 2 axes, but its operand has shape (2,)"),
    ("einsum('ij,jk->ik', o(2, 3), o(4, 5))", "label 'j' of...has lengths 3 and 4"),
]

AXES = [
    *[
        (f"t(3, 4).{name}(axis=2)", f"{name}: shape (3, 4) has 2 axes, but no axis 2")
        for name in ("sum", "mean", "max", "argmax", "var", "std")
    ],
    *[
        (f"t(3, 0).{name}(axis=1)", f"{name}: there are no entries along axis (1,) of")
        for name in ("mean", "max", "argmax", "var", "std")
    ],
    *[
        (f"t(3, 1).{name}(axis=-1)", f"{name}: ...has 1 entries along axis...needs more than 1")
        for name in ("var", "std")
    ],
    ("t(3, 4).sum(axis=(1, -1))", "sum: axis...names an axis of shape...twice"),
    *[
        (f"{name}(o(3), axis={axis})", f"{name}: {says}")
        for name in ("softmax", "log_softmax", "logsumexp")
        for axis, says in [(1, "shape (3,) has 1 axes"), ((0,), "...one axis,...axis=(0,)")]
    ],
    *[
        (f"t(2, 3).reshape{shape}", "reshape: ...has 6 entries, which")
        for shape in [(4, 1), (4, -1), (-1, -1)]
    ],
    ("t(2, 3, 4).transpose(1, 2)", "does not name every axis...swapax"),
    ("t(2, 3, 4).transpose(0, 1, 3)", "transpose: shape...3 axes"),
    ("t(2, 3).swapaxes(0, 2)", "swapaxes: shape (2, 3) has 2 axes"),
    *[
        (f"{name}({value})", f"{name}: expected a list of tensors")
        for name in ("concat", "stack")
        for value in ("[]", "t(1)")
    ],
    *[
        (f"concat([o(2, 3), o{shape}])", "concat: ...(2, 3),...differ...than along axis 0")
        for shape in [(2, 4), (3,), (2, 3, 1)]
    ],
    ("stack([o(2), o(3)])", "stack: shapes (2,), (3,) must be equal"),
    *[
        (f"{name}([o(2)], {axis})", f"no axis {axis}")
        for name, axis in [("concat", 1), ("stack", 2), ("concat", -2), ("stack", -3)]
    ],
    *[
        (f"pad(o(3), {n})", "pad: expected pairs of counts...shape (3,), got")
        for n in [[1], [1, 1, 1], [1, 1, 1, 1], [-1, 0], [0, -1]]
    ],
    ("gather(o(2, 3), 0, [0])", "gather: index of shape (1,) does not fit...(2, 3)"),
    ("gather(o(2, 3), 0, np.ones((1, 4), int))", "gather: ...none but axis 0 longer"),
    ("gather(o(2, 3), 2, [[0]])", "gather: ...no axis 2"),
    (
        "scatter_add(o(2, 3), 0, [[0, 0]], o(1, 3))",
        "scatter_add: index has shape (1, 2) and src",
    ),
    ("embedding([0], o(3))", "embedding: ...a weight of shape (V, D), got (3,)"),
]

IMAGE, FILTERS, TRANSPOSED = "o(2, 3, 5, 6)", "o(4, 3, 2, 2)", "o(3, 4, 2, 2)"
CONV, UP = f"conv2d({IMAGE}, {FILTERS}", f"conv_transpose2d({IMAGE}, {TRANSPOSED}"
WINDOWS = [
    (f"conv2d(o(3, 5, 6), {FILTERS})", "conv2d: expected an input (B, C, H, W) and a weight"),
    ("conv1d(o(3, 4), o(2, 3, 2))", "conv1d: expected an input (B, C, L)"),
    (f"conv2d({IMAGE}, o(4, 2, 2, 2))", "conv2d: ...has 3 channels,...groups=1 takes 2"),
    ("conv2d(o(2, 4, 5, 6), o(3, 2, 2, 2), groups=2)", "3 output channels must divide"),
    ("conv2d(o(2, 4, 5, 6), o(4, 4, 2, 2), groups=0)", "groups=0 takes 0"),
    (f"{CONV}, o(3))", "conv2d: expected a bias of shape (4,), got (3,)"),
    (f"conv2d({IMAGE}, o(4, 3, 6, 2))", "conv2d: no window of (6, 2)...fits into (5, 6)"),
    *[
        (f"{call}, {option}={value})", f"{option} must be")
        for call in (CONV, UP)
        for option, value in [
            *[("stride", 0), ("stride", (1, 0)), ("stride", 1.5), ("stride", None)],
            *[("padding", -1), ("dilation", (1,)), ("dilation", (1, 2, 3))],
        ]
    ],
    (f"conv_transpose2d(o(3, 5, 6), {TRANSPOSED})", "conv_transpose2d: ...input (B, C, H, W)"),
    (f"conv_transpose2d({IMAGE}, {FILTERS})", "a weight (C, O / groups, kernel height"),
    (f"{UP}, groups=2)", "conv_transpose2d: 3 channels do not divide into 2"),
    (f"{UP}, groups=0)", "conv_transpose2d: ...do not divide into 0 groups"),
    (f"{UP}, o(3))", "conv_transpose2d: ...a bias of shape (4,), got (3,)"),
    (f"conv_transpose2d(o(2, 3, 1, 1), {TRANSPOSED}, padding=1)", "size (0, 0): padding"),
    (f"{UP}, output_padding=1)", "output_padding (1, 1) must be smaller than the stride"),
    (f"{UP}, output_padding=-1)", "output_padding must be"),
    *[
        (f"{name}({call})", f"{name}: {says}")
        for name in ("max_pool2d", "avg_pool2d")
        for call, says in [
            ("o(3, 5, 6), 2", "expected an input (B, C, H, W), got (3, 5, 6)"),
            (f"{IMAGE}, 7", "no window of (7, 7)...fits into (5, 6)"),
            (f"{IMAGE}, 2, 1, 2", "padding (2, 2) is more than half of kernel_size"),
            (f"{IMAGE}, 0", "kernel_size must be"),
            (f"{IMAGE}, 2, 0", "stride must be"),
            (f"{IMAGE}, 2, 1, -1", "padding must be"),
        ]
    ],
    (f"max_pool2d({IMAGE}, 2, dilation=0)", "max_pool2d: dilation must be"),
    *[
        (f"Conv2d{channels}", "must divide into")
        for channels in ("(6, 4, 3, groups=3, rng=RNG)", "(4, 6, 3, groups=4, rng=RNG)")
    ],
    ("Conv2d(6, 4, 3, groups=0, rng=RNG)", "Conv2d: 6 input and 4 output channels must divide"),
    ("Conv2d(6, 4, (3, 3, 3), rng=RNG)", "Conv2d: kernel_size must be"),
]

NORMS = [
    *[
        (f"{name}({call})", f"{name}: the last axes of the input")
        for name in ("layer_norm", "rms_norm")
        for call in ("o(2, 3), (4,)", "o(2, 3), ()", "o(2, 3), (2, 2)", "o(3, 0), 0")
    ],
    ("layer_norm(o(2, 3), 3, o(2))", "layer_norm: ...a weight of shape (3,), got (2,"),
    ("layer_norm(o(2, 3), 3, None, o(1))", "layer_norm: ...a bias of shape (3,), got (1,"),
    *[
        (f"batch_norm(o{shape}, None, None, training=True)", f"batch_norm: ...{says}")
        for says, shapes in {
            "that is not empty, got": [(3,), (0, 3), (2, 0)],
            "each channel has one entry": [(1, 3), (1, 3, 1)],
        }.items()
        for shape in shapes
    ],
    ("batch_norm(o(2, 3), None, t(3))", "running_mean is needed if training"),
    (
        "batch_norm(o(2, 3), t(3), t(2), training=True)",
        "batch_norm: expected a running_var of shape (3,), got (2,)",
    ),
    ("BatchNorm1d(3, momentum=None)", "momentum must be a number"),
    ("BatchNorm1d(3)(t(2, 3, 4, 5))", "of 2 or 3 axes"),
    ("BatchNorm2d(3)(t(2, 3, 4))", "an input of 4 axes"),
    *[
        (f"dropout(o(5), {p}, rng=RNG)", "dropout: p must lie between 0 and 1")
        for p in (-0.1, 1.1, "np.nan")
    ],
]

LOSSES = [
    *[
        (f"{name}({call})", says)
        for name in ("mse_loss", "l1_loss", "huber_loss", "kl_div", "BCE")
        for call, says in [
            ("o(0, 3), o(0, 3)", "there are no entries"),
            ("o(3), o(3, 1)", "input has shape (3,) and target (3, 1)"),
            ("o(3), o(3), reduction='average'", "reduction must be one of"),
        ]
    ],
    ("huber_loss(o(2), o(2), delta=0)", "huber_loss: delta must be positive, got"),
    ("huber_loss(o(2), o(2), delta=-1)", "huber_loss: delta must be positive, got"),
    ("kl_div(o(), o(), 'batchmean')", "kl_div: 'batchmean' needs a batch axis"),
    ("BCE(o(2), o(2), o(3))", "weight: shapes (2,) and (3,) do not"),
    ("BCE(o(2), o(2), o(3, 1))", "weight of shape (3, 1) does not"),
    *[
        (f"cross_entropy({call})", f"cross_entropy: {says}")
        for call, says in [
            ("o(3), [1]", "expected logits of shape (B, C)...got (3,) and (1,)"),
            ("o(2, 3), [[1], [1]]", "...got (2, 3) and (2, 1)"),
            ("o(2, 3, 4), [1, 1]", "...got (2, 3, 4) and (2,)"),
            ("o(2, 3), [0.0, 1.0]", "classes must be integers, got float64"),
            ("o(2, 3), [0, 3]", "classes must lie in 0 .. 2, got 0 .. 3"),
            ("o(2, 3), [-1, 0]", "classes must lie in 0 .. 2, got -1 .. 0"),
            ("o(2, 3), [0, 0], reduction='avg'", "reduction must be one of"),
            ("o(2, 3), [0, 0], label_smoothing=1.1", "label_smoothing must lie between"),
            ("o(2, 3), [0, 0], label_smoothing=-0.1", "label_smoothing must lie between"),
            ("o(2, 3), [0, 0], weight=o(2)", "expected a weight of shape (3,)"),
            ("o(0, 3), np.ones(0, int)", "there is nothing to take the mean of"),
            ("o(2, 3), [-100, -100]", "there is nothing to take the mean of"),
            ("o(2, 3), [1, 1], weight=[1, 0, 1.0]", "there is nothing to take the mean of"),
        ]
    ],
    *[
        (f"ctc({change})", f"ctc_loss: {says}")
        for change, says in [
            ("log_probs=o(4, 3)", "expected log_probs of shape (T, B, C)"),
            ("log_probs=o(0, 2, 3)", "...got (0, 2, 3) and (2, 2)"),
            ("targets=np.ones(4, int)", "...got (4, 2, 3) and (4,)"),
            ("targets=np.ones((3, 2), int)", "...got (4, 2, 3) and (3, 2)"),
            ("targets=o(2, 2)", "classes must be integers"),
            ("targets=np.full((2, 2), 3)", "classes must lie in 0 .. 2"),
            ("targets=np.full((2, 2), 0)", "a target holds the blank, 0"),
            ("input_lengths=[4]", "input_lengths must be 2 numbers from 1 to 4, got [4]"),
            ("input_lengths=[4, 5]", "input_lengths must be 2 numbers from 1 to 4"),
            ("input_lengths=[4, 0]", "input_lengths must be 2 numbers from 1 to 4"),
            ("target_lengths=[1, 3]", "target_lengths must be 2 numbers from 0 to 2"),
            ("target_lengths=[1, -1]", "target_lengths must be 2 numbers from 0 to 2"),
            ("blank=3", "blank must lie in 0 .. 2, got 3"),
            ("blank=-1", "blank must lie in 0 .. 2, got -1"),
            ("reduction='avg'", "reduction must be one of"),
        ]
    ],
]

SEQUENCES = [
    *[
        (f"attention_weights(o{q}, o{k})", f"attention: expected a query...{q} and {k}")
        for q, k in [
            *[((3, 4), (5, 6)), ((2, 3, 4), (3, 5, 4)), ((2, 3, 4), (5, 4))],
            *[((4,), (4,)), ((3, 0), (5, 0))],
        ]
    ],
    *[
        (f"attention_weights(o(3, 4), o(5, 4), o{s})", "does not broadcast to the scores")
        for s in [(5, 3), (3, 4), (2, 3, 5), (1, 1, 3, 5)]
    ],
    ("MultiheadAttention(12, 5, rng=RNG)", "12 does not...5 heads"),
    ("MultiheadAttention(12, 0, rng=RNG)", "12 does not...0 heads"),
    *[
        (f"attend{shapes}", "expected query (T, B, E)...with E = 12")
        for shapes in [
            ((5, 3, 12), (7, 3, 12), (5, 3, 12)),
            ((5, 3, 12), (7, 2, 12), (7, 2, 12)),
            ((5, 3, 8), (7, 3, 8), (7, 3, 8)),
            ((5, 12), (7, 12), (7, 12)),
        ]
    ],
    (
        "rnn(o(1, 1, 1), [[0.0]], [[1.0]], [[1.0]], nonlinearity='x')",
        "rnn: ...one of ['tanh', 'relu'], got 'x'",
    ),
]

PARAMS, SGD = "[asks(2, 2)]", "SGD([asks(1)], lr=0.1)"
TRAINING = [
    *[
        (f"{name}({PARAMS}, {options})", says)
        for name, options, says in [
            ("SGD", "lr=-1", "lr must be at least 0, got -1"),
            ("SGD", "lr=np.nan", "lr must be at least 0, got nan"),
            ("SGD", "nesterov=True", "nesterov needs a momentum above 0"),
            ("SGD", "momentum=0.9, dampening=0.1, nesterov=True", "nesterov"),
            ("RMSprop", "alpha=1.0", "alpha must be at least 0 and below 1"),
            ("Adam", "betas=(1.0, 0.9)", "betas[0] must be at least 0 and"),
            ("Adam", "betas=(0.9, -0.1)", "betas[1] must"),
            ("Muon", "momentum=1.0", "momentum must"),
            ("Muon", "ns_steps=0", "ns_steps must be at least 1"),
            ("clip_grad_norm_", "-1", "max_norm must be at least 0, got -1"),
            *[("Adagrad", f"{n}=-1", n) for n in ("lr_decay", "initial_accumulator_value")],
            *[(n, "momentum=-1", "momentum must") for n in ("SGD", "RMSprop")],
            *[(n, "eps=-1", "eps must") for n in ("RMSprop", "Adagrad", "Adam", "Muon")],
            *[
                (n, "weight_decay=-1", "weight_decay must")
                for n in ("SGD", "RMSprop", "Adagrad", "AdamW", "Muon")
            ],
        ]
    ],
    ("Muon([asks(2, 2), asks(3)])", "params[1] has shape (3,)"),
    ("SGD([])", "nothing to train"),
    ("SGD([t(1)])", "made without requires_grad"),
    ("SGD([asks(1) * 2])", "params[0] (shape (1,))...result of mul"),
    ("SGD([x := asks(1), x])", "more than once"),
    *[
        (f"{name}({SGD}, {options}", says)
        for name, options, says in [
            ("LinearLR", "start_factor=2)", "start_factor must lie"),
            ("LinearLR", "end_factor=-1)", "end_factor must lie"),
            ("LinearLR", "total_iters=0)", "total_iters must be a positive"),
            ("CosineAnnealingLR", "1.5)", "T_max must be a positive"),
            ("OneCycleLR", "1, 0)", "total_steps must be a positive"),
            ("OneCycleLR", "1, 5, 1.1)", "pct_start must lie"),
            ("OneCycleLR", "1, 5, anneal_strategy='x')", "anneal_strategy must be one of"),
            ("OneCycleLR", "1, 5).lr_at(6)", "step 6 of a cycle of 5"),
            ("SequentialLR", "[], [1])", "one milestone between each"),
            ("SequentialLR", f"[LinearLR({SGD})], [])", "made for the same optimizer"),
        ]
    ],
    (f"SequentialLR((sgd := {SGD}), [LinearLR(sgd)] * 3, [2, 2])", "milestones must rise"),
]

# --- what is of the wrong type, or not there ---------------------------------------------

TYPES = [
    ("asks(1) + '1'", "expected numbers, got str"),
    ("asks(1) ** asks(1)", "pow: the exponent must be...Tensor...log"),
    ("2 ** asks(1)", "pow: the exponent must be a number, got Tensor"),
    ("-Tensor(o(2) > 0)", "neg: a boolean has no negative"),
    ("where(o(1), 1.0, 2.0)", "where: ...must be boolean, got float64"),
    ("gather(o(2, 3), 0, [[0.0]])", "gather: index must hold integers"),
    ("embedding([0.5], o(3, 2))", "embedding: ...row numbers, integers, got"),
    ("batch_norm(o(2, 3), o(3), o(3))", "running_mean must be a Tensor,...got ndarray"),
    ("Sequential(ReLU(), 3)", "layer 1 must be a Module"),
    ("SGD(asks(1))", "write [tensor]"),
    ("SGD([asks(1), o(2)])", "params[1] must be a Tensor...ndarray"),
    ("LinearLR(3)", "LinearLR needs an Optimizer, got int"),
]
INDICES = [
    *[
        (f"t(3, 4)[{i}]", "getitem of shape (3, 4): ")
        for i in ("3", "-4", "0, 5", "'a'", "1.5", "t(1)")
    ],
    ("gather(o(2, 3), 0, [[2, 0, 0]])", "gather: ...0 .. 1, got 0 .. 2"),
    ("gather(o(2, 3), 0, [[-1, 0, 0]])", "gather: ...got -1 .. 0"),
    ("embedding([3], o(3, 2))", "embedding: ...0 .. 2, got 3 .. 3"),
    ("embedding([-1, 1], o(3, 2))", "embedding: ...got -1 .. 1"),
]
MISSING = [
    (f"Schedule({SGD})", "Schedule has no lr_at"),
    ("Optimizer([asks(1)], 0.1).update(None, None, {})", "Optimizer has no update"),
]

TABLES = {
    ValueError: [
        *((call, f"no gradient is computed for {n}: pass {n}") for n, call in CONSTANTS),
        *(ARITHMETIC + AXES + WINDOWS + NORMS + LOSSES + SEQUENCES + TRAINING),
    ],
    TypeError: TYPES,
    IndexError: INDICES,
    RuntimeError: [(f"{SGD}.step()", "call loss.backward() first")],
    NotImplementedError: MISSING,
}
REFUSALS = [
    (call, error, ".*".join(map(re.escape, says.split("..."))))
    for error, rows in TABLES.items()
    for call, says in rows
]
