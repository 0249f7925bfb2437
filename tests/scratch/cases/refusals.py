"""Wrong calls: what each raises, and what its message must name."""

from __future__ import annotations

import numpy as np

from dlbook import scratch
from dlbook.scratch import Tensor, layers, optim
from dlbook.scratch.ops import attention, elementwise, recurrent

ones = np.ones


def asks(*shape: int) -> Tensor:
    """Return a tensor that requires a gradient."""
    return Tensor(ones(shape), requires_grad=True)


def wrong(name: str, *args, error=ValueError, says: str, **kwargs):
    """Return a wrong call of a public operation; shapes stand for arrays of ones."""
    arrays = [ones(a) if isinstance(a, tuple) else a for a in args]
    return lambda: getattr(scratch, name)(*arrays, **kwargs), error, f"{name}: .*{says}"


def refuses(call, says: str, error=ValueError):
    """Return a wrong call, its error, and what that says."""
    return call, error, says


CTC = {
    "log_probs": np.zeros((4, 2, 3)),
    "targets": ones((2, 2), int),
    "input_lengths": [4, 4],
    "target_lengths": [1, 2],
}
PAIR = ((2, 3, 5, 6), (4, 3, 2, 2))
TRANSPOSED = ((2, 3, 5, 6), (3, 4, 2, 2))
RNG = np.random.default_rng(0)

REFUSALS = [
    # Arithmetic and choices
    *[
        refuses(lambda op=op: op(ones((2, 3)), ones(2)), rf"{op.__name__}: shapes \(2, 3\) and")
        for op in (
            *(elementwise.add, elementwise.sub, elementwise.mul, elementwise.div),
            *(elementwise.less, elementwise.equal, scratch.maximum, scratch.minimum),
        )
    ],
    refuses(lambda: asks(1) + "1", "expected numbers, got str", TypeError),
    refuses(lambda: asks(1) ** asks(1), "pow: the exponent must be .* Tensor.*log", TypeError),
    refuses(lambda: 2 ** asks(1), "pow: the exponent must be a number, got Tensor", TypeError),
    refuses(lambda: -Tensor(ones(2, bool)), "neg: a boolean has no negative", TypeError),
    wrong("where", (1,), 1.0, 2.0, error=TypeError, says="must be boolean, got float64"),
    wrong("where", ones(2, bool), (3,), 0.0, says=r"shapes \(2,\) and \(3,\) and \(\)"),
    wrong("clip", (1,), says="give min, max or both"),
    # No gradient is computed for these
    *[
        refuses(call, f"no gradient is computed for {name}: pass {name}")
        for name, call in {
            "min": lambda: scratch.clip(ones(2), asks()),
            "max": lambda: scratch.clip(ones(2), max=asks()),
            "negative_slope": lambda: scratch.leaky_relu(ones(2), asks()),
            "delta": lambda: scratch.huber_loss(ones(2), ones(2), delta=asks()),
            "eps": lambda: scratch.layer_norm(ones((2, 3)), 3, eps=asks()),
            "momentum": lambda: scratch.batch_norm(
                ones((2, 3)), None, None, training=True, momentum=asks()
            ),
            "running_mean": lambda: scratch.batch_norm(ones((2, 3)), asks(3), Tensor(ones(3))),
            "value": lambda: scratch.pad(ones(2), (1, 1), asks()),
            "p": lambda: scratch.dropout(ones(2), asks(), rng=RNG),
            "label_smoothing": lambda: scratch.cross_entropy(
                ones((1, 2)), [0], label_smoothing=asks()
            ),
            "weight": lambda: scratch.cross_entropy(ones((1, 2)), [0], weight=asks(2)),
            "pos_weight": lambda: scratch.binary_cross_entropy_with_logits(
                ones(2), ones(2), pos_weight=asks(2)
            ),
            "target": lambda: scratch.kl_div(ones(2), asks(2)),
            "attn_mask": lambda: attention.attention_weights(
                ones((3, 4)), ones((3, 4)), asks(3)
            ),
            "key_padding_mask": lambda: layers.MultiheadAttention(4, 2, rng=RNG)(
                *[Tensor(ones((3, 2, 4), np.float32))] * 3, key_padding_mask=asks(2, 3)
            ),
        }.items()
    ],
    # Axes and shapes
    *[
        refuses(
            lambda n=n: getattr(Tensor(ones((3, 4))), n)(axis=2),
            rf"{n}: shape \(3, 4\) has 2 axes, but no axis 2",
        )
        for n in ("sum", "mean", "max", "argmax", "var", "std")
    ],
    *[
        refuses(
            lambda n=n: getattr(Tensor(ones((3, 0))), n)(axis=1),
            rf"{n}: there are no entries along axis \(1,\) of",
        )
        for n in ("mean", "max", "argmax", "var", "std")
    ],
    *[
        refuses(
            lambda n=n: getattr(Tensor(ones((3, 1))), n)(axis=-1),
            rf"{n}: .* has 1 entries along axis .*correction=1 needs more than 1",
        )
        for n in ("var", "std")
    ],
    refuses(lambda: Tensor(ones((3, 4))).sum(axis=(1, -1)), r"names an axis of shape .* twice"),
    *[
        wrong(n, (3,), axis=axis, says=says)
        for n in ("softmax", "log_softmax", "logsumexp")
        for axis, says in [(1, r"shape \(3,\) has 1 axes"), ((0,), r"one axis, .* axis=\(0,\)")]
    ],
    *[
        refuses(
            lambda s=s: Tensor(ones((2, 3))).reshape(*s), "reshape: .* has 6 entries, which"
        )
        for s in [(4,), (4, -1), (-1, -1)]
    ],
    refuses(
        lambda: Tensor(ones((2, 3, 4))).transpose(1, 2), "does not name every axis .*swapax"
    ),
    refuses(lambda: Tensor(ones((2, 3, 4))).transpose(0, 1, 3), "transpose: shape .* 3 axes"),
    refuses(
        lambda: Tensor(ones((2, 3))).swapaxes(0, 2), r"swapaxes: shape \(2, 3\) has 2 axes"
    ),
    *[
        wrong(n, x, says="expected a list of tensors")
        for n in ("concat", "stack")
        for x in ([], Tensor([1.0]))
    ],
    *[
        wrong(
            "concat", [ones((2, 3)), ones(s)], says=r"\(2, 3\), .* differ .* than along axis 0"
        )
        for s in [(2, 4), (3,), (2, 3, 1)]
    ],
    wrong("stack", [ones(2), ones(3)], says=r"shapes \(2,\), \(3,\) must be equal"),
    *[
        wrong(n, [ones(2)], axis, says=f"no axis {axis}")
        for n, axis in [("concat", 1), ("stack", 2), ("concat", -2), ("stack", -3)]
    ],
    *[
        wrong("pad", (3,), n, says=r"expected pairs of counts .* shape \(3,\), got")
        for n in [[1], [1, 1, 1], [1, 1, 1, 1], [-1, 0], [0, -1]]
    ],
    # Indices
    *[
        refuses(lambda i=i: Tensor(ones((3, 4)))[i], r"getitem of shape \(3, 4\): ", IndexError)
        for i in (3, -4, (0, 5), "a", 1.5, Tensor([1.0]))
    ],
    wrong("gather", (2, 3), 0, [[0.0]], error=TypeError, says="index must hold integers"),
    wrong("gather", (2, 3), 0, [0], says=r"index of shape \(1,\) does not fit .* \(2, 3\)"),
    wrong("gather", (2, 3), 0, ones((1, 4), int), says="none but axis 0 longer"),
    wrong("gather", (2, 3), 0, [[2, 0, 0]], error=IndexError, says=r"0 \.\. 1, got 0 \.\. 2"),
    wrong("gather", (2, 3), 0, [[-1, 0, 0]], error=IndexError, says=r"got -1 \.\. 0"),
    wrong("gather", (2, 3), 2, [[0]], says="no axis 2"),
    wrong("scatter_add", (2, 3), 0, [[0, 0]], (1, 3), says=r"index has shape \(1, 2\) and src"),
    wrong("embedding", [0.5], (3, 2), error=TypeError, says="row numbers, integers, got"),
    wrong("embedding", [0], (3,), says=r"a weight of shape \(V, D\), got \(3,\)"),
    wrong("embedding", [3], (3, 2), error=IndexError, says=r"0 \.\. 2, got 3 \.\. 3"),
    wrong("embedding", [-1, 1], (3, 2), error=IndexError, says=r"got -1 \.\. 1"),
    # Products
    *[
        refuses(lambda s=s: Tensor(ones(s[0])) @ Tensor(ones(s[1])), f"matmul: shapes.*{says}")
        for s, says in [
            (((3, 4), (5, 6)), r"the first \(4\) must equal the second-to-last"),
            (((3, 4), (5,)), r"the first \(4\) must equal the only axis"),
            (((4,), (5,)), r"\(4,\) and \(5,\) do not fit"),
            (((2, 3, 4), (3, 4, 5)), "the axes before the last two must be equal"),
            (((), (3,)), r"\(\) and \(3,\): a number is not a matrix, use \*"),
            (((3,), ()), "a number is not a matrix"),
        ]
    ],
    wrong("linear", (5, 3), (7, 4), says=r"\(5, 3\) and \(7, 4\)"),
    wrong("linear", (), (7, 4), says=r"got \(\) and \(7, 4\)"),
    wrong("linear", (4,), (4,), says=r"got \(4,\) and \(4,\)"),
    wrong("linear", (5, 4), (7, 4), (4,), says=r"bias of shape \(7,\).*got \(4,\)"),
    *[
        wrong("einsum", equation, *shapes, says=says)
        for equation, shapes, says in [
            ("ij,jk", [(2, 3), (3, 4)], "expected an equation such as .* got 'ij,jk'"),
            ("i...->i", [(2, 3)], "expected an equation such as"),
            ("ii->i", [(2, 2)], "has a label twice in one term"),
            ("i->ii", [(2,)], "has a label twice in one term"),
            ("i->j", [(2,)], r"has \['j'\] on the right side, not on the left"),
            ("i,j->ij", [(2,)], "has 2 terms, but 1 operands came"),
            ("ij->i", [(2,)], r"names 2 axes, but its operand has shape \(2,\)"),
            ("ij,jk->ik", [(2, 3), (4, 5)], "label 'j' of 'ij,jk->ik' has lengths 3 and 4"),
        ]
    ],
    # Windows
    wrong("conv2d", (3, 5, 6), PAIR[1], says=r"expected an input \(B, C, H, W\) and a weight"),
    wrong("conv1d", (3, 4), (2, 3, 2), says=r"expected an input \(B, C, L\)"),
    wrong("conv2d", PAIR[0], (4, 2, 2, 2), says="has 3 channels, .* groups=1 takes 2"),
    wrong("conv2d", (2, 4, 5, 6), (3, 2, 2, 2), groups=2, says="3 output channels must divide"),
    wrong("conv2d", (2, 4, 5, 6), (4, 4, 2, 2), groups=0, says="groups=0 takes 0"),
    wrong("conv2d", *PAIR, (3,), says=r"expected a bias of shape \(4,\), got \(3,\)"),
    wrong("conv2d", PAIR[0], (4, 3, 6, 2), says=r"no window of \(6, 2\) .* fits into \(5, 6\)"),
    *[
        wrong(name, *shapes, **{option: value}, says=f"{option} must be")
        for name, shapes in [("conv2d", PAIR), ("conv_transpose2d", TRANSPOSED)]
        for option, value in [
            *[("stride", 0), ("stride", (1, 0)), ("stride", 1.5), ("stride", None)],
            *[("padding", -1), ("dilation", (1,)), ("dilation", (1, 2, 3))],
        ]
    ],
    wrong("conv_transpose2d", (3, 5, 6), TRANSPOSED[1], says=r"an input \(B, C, H, W\)"),
    wrong("conv_transpose2d", PAIR[0], PAIR[1], says=r"a weight \(C, O / groups, kernel h"),
    wrong("conv_transpose2d", *TRANSPOSED, groups=2, says="3 channels do not divide into 2"),
    wrong("conv_transpose2d", *TRANSPOSED, groups=0, says="do not divide into 0 groups"),
    wrong("conv_transpose2d", *TRANSPOSED, (3,), says=r"a bias of shape \(4,\), got \(3,\)"),
    wrong(
        "conv_transpose2d", (2, 3, 1, 1), (3, 4, 2, 2), padding=1, says=r"size \(0, 0\): pad"
    ),
    wrong(
        "conv_transpose2d", *TRANSPOSED, output_padding=1, says="must be smaller than the st"
    ),
    wrong("conv_transpose2d", *TRANSPOSED, output_padding=-1, says="output_padding must be"),
    *[
        wrong(name, shape, *options, says=says)
        for name in ("max_pool2d", "avg_pool2d")
        for shape, options, says in [
            ((3, 5, 6), [2], r"expected an input \(B, C, H, W\), got \(3, 5, 6\)"),
            ((2, 3, 5, 6), [7], r"no window of \(7, 7\) .* fits into \(5, 6\)"),
            ((2, 3, 5, 6), [2, 1, 2], r"padding \(2, 2\) is more than half of kernel_size"),
            ((2, 3, 5, 6), [0], "kernel_size must be"),
            ((2, 3, 5, 6), [2, 0], "stride must be"),
            ((2, 3, 5, 6), [2, 1, -1], "padding must be"),
        ]
    ],
    wrong("max_pool2d", (1, 1, 5, 5), 2, dilation=0, says="dilation must be"),
    # Normalization
    *[
        refuses(
            lambda n=n, s=s: getattr(scratch, n)(ones((2, 3)), s), rf"{n}: the last axes of"
        )
        for n in ("layer_norm", "rms_norm")
        for s in [(4,), (), (2, 2)]
    ],
    wrong("layer_norm", (3, 0), 0, says="the last axes of the input"),
    wrong("layer_norm", (2, 3), 3, (2,), says=r"a weight of shape \(3,\), got \(2,"),
    wrong("layer_norm", (2, 3), 3, None, (1,), says=r"a bias of shape \(3,\), got \(1,"),
    *[
        wrong("batch_norm", s, None, None, training=True, says="that is not empty, got")
        for s in [(3,), (0, 3), (2, 0)]
    ],
    *[
        wrong("batch_norm", s, None, None, training=True, says="each channel has one entry")
        for s in [(1, 3), (1, 3, 1)]
    ],
    wrong(
        "batch_norm", (2, 3), None, Tensor(ones(3)), says="running_mean is needed if training"
    ),
    wrong(
        *("batch_norm", (2, 3), Tensor(ones(3)), Tensor(ones(2))),
        training=True,
        says=r"expected a running_var of shape \(3,\), got \(2,\)",
    ),
    wrong(
        *("batch_norm", (2, 3), (3,), (3,)),
        error=TypeError,
        says="running_mean must be a Tensor, .* got ndarray",
    ),
    refuses(lambda: layers.BatchNorm1d(3, momentum=None), "momentum must be a number"),
    refuses(lambda: layers.BatchNorm1d(3)(Tensor(ones((2, 3, 4, 5)))), "of 2 or 3 axes"),
    refuses(lambda: layers.BatchNorm2d(3)(Tensor(ones((2, 3, 4)))), "an input of 4 axes"),
    # Losses
    *[
        wrong(name, *args, says=says, **options)
        for name in (
            *("mse_loss", "l1_loss", "huber_loss", "kl_div"),
            "binary_cross_entropy_with_logits",
        )
        for args, options, says in [
            (((0, 3), (0, 3)), {}, "there are no entries"),
            (((3,), (3, 1)), {}, r"input has shape \(3,\) and target \(3, 1\)"),
            (((3,), (3,)), {"reduction": "average"}, "reduction must be one of"),
        ]
    ],
    *[
        wrong("huber_loss", (2,), (2,), delta=v, says="delta must be positive, got")
        for v in (0, -1.0)
    ],
    wrong("kl_div", (), (), reduction="batchmean", says="needs a batch axis"),
    refuses(
        lambda: scratch.binary_cross_entropy_with_logits(ones(2), ones(2), ones(3)),
        r"weight: shapes \(2,\) and \(3,\) do not",
    ),
    refuses(
        lambda: scratch.binary_cross_entropy_with_logits(ones(2), ones(2), ones((3, 1))),
        r"weight of shape \(3, 1\) does not",
    ),
    *[
        wrong("cross_entropy", shape, classes, says=says, **options)
        for shape, classes, options, says in [
            ((3,), [1], {}, r"expected logits of shape \(B, C\) .* got \(3,\) and \(1,\)"),
            ((2, 3), [[1], [1]], {}, r"got \(2, 3\) and \(2, 1\)"),
            ((2, 3, 4), [1, 1], {}, r"got \(2, 3, 4\) and \(2,\)"),
            ((2, 3), [0.0, 1.0], {}, "classes must be integers, got float64"),
            ((2, 3), [0, 3], {}, r"classes must lie in 0 \.\. 2, got 0 \.\. 3"),
            ((2, 3), [-1, 0], {}, r"classes must lie in 0 \.\. 2, got -1 \.\. 0"),
            ((2, 3), [0, 0], {"reduction": "avg"}, "reduction must be one of"),
            ((2, 3), [0, 0], {"label_smoothing": 1.1}, "label_smoothing must lie between"),
            ((2, 3), [0, 0], {"label_smoothing": -0.1}, "label_smoothing must lie between"),
            ((2, 3), [0, 0], {"weight": ones(2)}, r"expected a weight of shape \(3,\)"),
            ((0, 3), ones(0, int), {}, "there is nothing to take the mean of"),
            ((2, 3), [-100, -100], {}, "there is nothing to take the mean of"),
            ((2, 3), [1, 1], {"weight": np.array([1, 0, 1.0])}, "there is nothing to take"),
        ]
    ],
    *[
        refuses(lambda c=change: scratch.ctc_loss(**(CTC | c)), f"ctc_loss: .*{says}")
        for change, says in [
            ({"log_probs": ones((4, 3))}, r"expected log_probs of shape \(T, B, C\)"),
            ({"log_probs": ones((0, 2, 3))}, r"got \(0, 2, 3\) and \(2, 2\)"),
            ({"targets": ones(4, int)}, r"got \(4, 2, 3\) and \(4,\)"),
            ({"targets": ones((3, 2), int)}, r"got \(4, 2, 3\) and \(3, 2\)"),
            ({"targets": ones((2, 2))}, "classes must be integers"),
            ({"targets": np.full((2, 2), 3)}, r"classes must lie in 0 \.\. 2"),
            ({"targets": np.full((2, 2), 0)}, "a target holds the blank, 0"),
            ({"input_lengths": [4]}, r"input_lengths must be 2 numbers from 1 to 4, got \[4\]"),
            ({"input_lengths": [4, 5]}, "input_lengths must be 2 numbers from 1 to 4"),
            ({"input_lengths": [4, 0]}, "input_lengths must be 2 numbers from 1 to 4"),
            ({"target_lengths": [1, 3]}, "target_lengths must be 2 numbers from 0 to 2"),
            ({"target_lengths": [1, -1]}, "target_lengths must be 2 numbers from 0 to 2"),
            ({"blank": 3}, r"blank must lie in 0 \.\. 2, got 3"),
            ({"blank": -1}, r"blank must lie in 0 \.\. 2, got -1"),
            ({"reduction": "avg"}, "reduction must be one of"),
        ]
    ],
    *[
        wrong("dropout", (5,), p, rng=RNG, says="p must lie between 0 and 1")
        for p in (-0.1, 1.1, np.nan)
    ],
    # Attention and recurrence
    *[
        refuses(
            lambda q=q, k=k: attention.attention_weights(ones(q), ones(k)),
            f"attention: expected a query .*{q} and {k}".replace("(", r"\(").replace(
                ")", r"\)"
            ),
        )
        for q, k in [
            ((3, 4), (5, 6)),
            ((2, 3, 4), (3, 5, 4)),
            ((2, 3, 4), (5, 4)),
            ((4,), (4,)),
            ((3, 0), (5, 0)),
        ]
    ],
    *[
        refuses(
            lambda s=s: attention.attention_weights(ones((3, 4)), ones((5, 4)), ones(s)),
            "does not broadcast to the scores",
        )
        for s in [(5, 3), (3, 4), (2, 3, 5), (1, 1, 3, 5)]
    ],
    *[
        refuses(
            lambda n=n: layers.MultiheadAttention(12, n, rng=RNG), f"12 does not .* {n} heads"
        )
        for n in (5, 0)
    ],
    *[
        refuses(
            lambda s=s: layers.MultiheadAttention(12, 4, rng=RNG)(
                *(Tensor(np.zeros(x, np.float32)) for x in s)
            ),
            r"expected query \(T, B, E\).* with E = 12",
        )
        for s in [
            [(5, 3, 12), (7, 3, 12), (5, 3, 12)],
            [(5, 3, 12), (7, 2, 12), (7, 2, 12)],
            [(5, 3, 8), (7, 3, 8), (7, 3, 8)],
            [(5, 12), (7, 12), (7, 12)],
        ]
    ],
    refuses(
        lambda: recurrent.rnn(ones((1, 1, 1)), [[0.0]], [[1.0]], [[1.0]], nonlinearity="x"),
        r"rnn: .* one of \['tanh', 'relu'\], got 'x'",
    ),
    # Layers and optimizers
    refuses(lambda: layers.Sequential(layers.ReLU(), 3), "layer 1 must be a Module", TypeError),
    *[
        refuses(lambda c=c, g=g: layers.Conv2d(*c, 3, groups=g, rng=RNG), "must divide into")
        for c, g in [((6, 4), 3), ((4, 6), 4), ((6, 4), 0)]
    ],
    refuses(lambda: layers.Conv2d(6, 4, (3, 3, 3), rng=RNG), "Conv2d: kernel_size must be"),
    *[
        refuses(lambda m=m: m([asks(2, 2)]), says)
        for m, says in [
            (lambda p: optim.SGD(p, lr=-1), "lr must be at least 0, got -1"),
            (lambda p: optim.SGD(p, lr=float("nan")), "lr must be at least 0, got nan"),
            (lambda p: optim.SGD(p, momentum=-0.1), "momentum must"),
            (lambda p: optim.SGD(p, weight_decay=-0.1), "weight_decay must"),
            (lambda p: optim.SGD(p, nesterov=True), "nesterov needs a momentum above 0"),
            (lambda p: optim.SGD(p, momentum=0.9, dampening=0.1, nesterov=True), "nesterov"),
            (lambda p: optim.RMSprop(p, alpha=1.0), "alpha must be at least 0 and below 1"),
            (lambda p: optim.RMSprop(p, eps=-1), "eps must"),
            (lambda p: optim.RMSprop(p, weight_decay=-1), "weight_decay must"),
            (lambda p: optim.RMSprop(p, momentum=-1), "momentum must"),
            (lambda p: optim.Adagrad(p, lr_decay=-1), "lr_decay must"),
            (lambda p: optim.Adagrad(p, weight_decay=-1), "weight_decay must"),
            (lambda p: optim.Adagrad(p, initial_accumulator_value=-1), "initial_accumulator"),
            (lambda p: optim.Adagrad(p, eps=-1), "eps must"),
            (lambda p: optim.Adam(p, betas=(1.0, 0.9)), r"betas\[0\] must be at least 0 and"),
            (lambda p: optim.Adam(p, betas=(0.9, -0.1)), r"betas\[1\] must"),
            (lambda p: optim.Adam(p, eps=-1), "eps must"),
            (lambda p: optim.AdamW(p, weight_decay=-1), "weight_decay must"),
            (lambda p: optim.Muon(p, momentum=1.0), "momentum must"),
            (lambda p: optim.Muon(p, weight_decay=-1), "weight_decay must"),
            (lambda p: optim.Muon(p, ns_steps=0), "ns_steps must be at least 1"),
            (lambda p: optim.Muon(p, eps=-1), "eps must"),
            (lambda p: optim.Muon([*p, asks(3)]), r"params\[1\] has shape \(3,\)"),
            (lambda p: optim.clip_grad_norm_(p, -1), "max_norm must be at least 0, got -1"),
        ]
    ],
    *[
        refuses(lambda p=p: optim.SGD(p()), says, error)
        for p, error, says in [
            (lambda: asks(1), TypeError, r"write \[tensor\]"),
            (list, ValueError, "nothing to train"),
            (lambda: [asks(1), ones(2)], TypeError, r"params\[1\] must be a Tensor.*ndarray"),
            (lambda: [Tensor([1.0])], ValueError, "made without requires_grad"),
            (
                lambda: [asks(1) * 2],
                ValueError,
                r"params\[0\] \(shape \(1,\)\).* result of mul",
            ),
            (lambda: [asks(1)] * 2, ValueError, "more than once"),
        ]
    ],
    refuses(lambda: optim.SGD([asks(1)]).step(), r"call loss.backward\(\) first", RuntimeError),
    *[
        refuses(lambda m=m: m(optim.SGD([asks(1)], lr=0.1)), says)
        for m, says in [
            (lambda o: optim.LinearLR(o, start_factor=2), "start_factor must lie"),
            (lambda o: optim.LinearLR(o, end_factor=-1), "end_factor must lie"),
            (lambda o: optim.LinearLR(o, total_iters=0), "total_iters must be a positive"),
            (lambda o: optim.CosineAnnealingLR(o, 1.5), "T_max must be a positive"),
            (lambda o: optim.OneCycleLR(o, 1, 0), "total_steps must be a positive"),
            (lambda o: optim.OneCycleLR(o, 1, 5, 1.1), "pct_start must lie"),
            (lambda o: optim.OneCycleLR(o, 1, 5, anneal_strategy="x"), "anneal_str"),
            (lambda o: optim.OneCycleLR(o, 1, 5).lr_at(6), "step 6 of a cycle of 5"),
            (lambda o: optim.SequentialLR(o, [], [1]), "one milestone between each"),
            (
                lambda o: optim.SequentialLR(o, [optim.LinearLR(optim.SGD([asks(1)]))], []),
                "made for the same optimizer",
            ),
            (
                lambda o: optim.SequentialLR(o, [optim.LinearLR(o)] * 3, [2, 2]),
                "milestones must rise",
            ),
        ]
    ],
    *[
        refuses(lambda m=m: m(optim.SGD([asks(1)], lr=0.1)), says, error)
        for m, error, says in [
            (lambda o: optim.LinearLR(3), TypeError, "LinearLR needs an Optimizer, got int"),
            (lambda o: optim.Schedule(o), NotImplementedError, "Schedule has no lr_at"),
            (
                lambda o: optim.Optimizer(o.params, 0.1).update(None, None, {}),
                *(NotImplementedError, "Optimizer has no update"),
            ),
        ]
    ],
]
