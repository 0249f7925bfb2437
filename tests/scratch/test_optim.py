"""Optimizers and schedules: every step is torch's."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.optim import lr_scheduler

from dlbook.scratch import Tensor, optim

# How far the two may lie apart after a hundred steps, relative to the largest entry.
TOLERANCE = {np.float64: 1e-10, np.float32: 1e-4}
SHAPES = ((3, 5), (7,), (), (1, 2, 4))
MATRICES = ((4, 4), (3, 7), (8, 5), (1, 6))


def assert_same_steps(mine, theirs, dtype, shapes=SHAPES) -> None:
    """Take a hundred steps with both, and compare all parameters after each.

    The gradients depend on the parameters, so that a difference feeds back. Now
    and then a parameter has no gradient, and half-way the learning rate changes.
    """
    rng = np.random.default_rng(0)
    starts = [rng.standard_normal(shape) for shape in shapes]
    ours = [Tensor(np.asarray(x, dtype), requires_grad=True) for x in starts]
    refs = [torch.tensor(np.asarray(x, dtype), requires_grad=True) for x in starts]
    my_optimizer, their_optimizer = mine(ours), theirs(refs)
    for step in range(100):
        if step == 50:
            my_optimizer.lr *= 0.5
            their_optimizer.param_groups[0]["lr"] *= 0.5
        noise = [rng.standard_normal(shape) for shape in shapes]
        for i, (p, ref) in enumerate(zip(ours, refs, strict=True)):
            skip = step % 7 == 3 and i == 1
            p.grad = None if skip else gradient(p.data, noise[i])
            ref.grad = None if skip else torch.tensor(gradient(ref.detach().numpy(), noise[i]))
        kept = [None if p.grad is None else p.grad.copy() for p in ours]
        my_optimizer.step()
        their_optimizer.step()
        for p, ref, grad in zip(ours, refs, kept, strict=True):
            reference = ref.detach().numpy()
            assert p.dtype == reference.dtype == dtype
            difference = np.abs(p.data - reference).max() / np.abs(reference).max()
            assert difference <= TOLERANCE[dtype], f"step {step}: apart by {difference}"
            np.testing.assert_array_equal(p.grad, grad)
    for p, start in zip(ours, starts, strict=True):
        assert np.abs(p.data - start).max() > 1e-3, "the optimizer stands still"


def gradient(x: np.ndarray, noise: np.ndarray) -> np.ndarray:
    """Return the gradient of a bowl with a ripple, and some noise."""
    return (x - 1 + 0.5 * np.sin(3 * x) + noise).astype(x.dtype)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("SGD", {"lr": 0.05}),
        ("SGD", {"lr": 0.05, "momentum": 0.9}),
        ("SGD", {"lr": 0.05, "momentum": 0.9, "dampening": 0.3}),
        ("SGD", {"lr": 0.05, "momentum": 0.9, "weight_decay": 0.1, "nesterov": True}),
        ("Adagrad", {"lr": 0.1, "lr_decay": 0.02}),
        ("Adagrad", {"lr": 0.1, "weight_decay": 0.1}),
        ("Adagrad", {"lr": 0.1, "initial_accumulator_value": 0.3, "eps": 1e-3}),
        ("RMSprop", {"alpha": 0.9, "eps": 1e-3}),
        ("RMSprop", {"momentum": 0.8}),
        ("RMSprop", {"momentum": 0.8, "weight_decay": 0.1}),
        ("Adam", {"lr": 0.03}),
        ("Adam", {"lr": 0.03, "betas": (0.5, 0.7), "eps": 1e-3}),
        ("Adam", {"lr": 0.03, "betas": (0.0, 0.0)}),
        ("Adam", {"lr": 0.03, "weight_decay": 0.1}),
        ("AdamW", {"lr": 0.03}),
        ("AdamW", {"lr": 0.03, "betas": (0.5, 0.7), "weight_decay": 0.5}),
        ("Muon", {"lr": 0.03}),
        ("Muon", {"lr": 0.03, "nesterov": False, "momentum": 0.8}),
        ("Muon", {"lr": 0.03, "weight_decay": 0.0, "ns_steps": 3, "eps": 3.0}),
    ],
)
def test_every_step_is_torchs(name, settings, dtype, monkeypatch):
    # Torch's Muon turns to bfloat16 for the iteration; here it stays in the parameter's type.
    monkeypatch.setattr(torch.Tensor, "bfloat16", torch.Tensor.clone)
    assert_same_steps(
        lambda p: getattr(optim, name)(p, **settings),
        lambda p: getattr(torch.optim, name)(p, **settings),
        dtype,
        MATRICES if name == "Muon" else SHAPES,
    )


def test_a_slightly_wrong_optimizer_is_caught():
    class SlightlyWrong(optim.SGD):
        def update(self, param, grad, state):
            super().update(param, grad * 1.001, state)

    for dtype in TOLERANCE:
        with pytest.raises(AssertionError, match="apart by"):
            assert_same_steps(
                lambda p: SlightlyWrong(p, lr=0.1), lambda p: torch.optim.SGD(p, lr=0.1), dtype
            )


def parameter(*values: float, grad=None) -> Tensor:
    p = Tensor(np.array(values, np.float32), requires_grad=True)
    p.grad = None if grad is None else np.array(grad, np.float32)
    return p


def test_what_all_optimizers_share():
    start = np.ones(1, np.float32)
    often, once = Tensor(start, requires_grad=True), parameter(2.0)
    counts = []

    class Counter(optim.SGD):
        def update(self, param, grad, state):
            counts.append((self.params.index(param), state["step"]))
            super().update(param, grad, state)

    optimizer = Counter((p for p in [often, once]), lr=1.0)
    optimizer.lr = 0.25
    often.grad = np.ones(1, np.float32)
    loss = (often * often).sum()
    optimizer.step()
    once.grad = np.ones(1, np.float32)
    optimizer.step()
    assert counts == [(0, 1), (0, 2), (1, 1)]  # steps of each parameter that had a gradient
    assert (often.data.tolist(), once.data.tolist(), start.tolist()) == ([0.5], [1.75], [1.0])
    assert optimizer.initial_lr == 1.0
    with pytest.raises(RuntimeError, match="changed"):  # between forward and backward
        loss.backward()
    optimizer.zero_grad()
    assert often.grad is once.grad is None


# --- clipping ---------------------------------------------------------------------


def with_gradients(dtype):
    """Return parameters here and in torch with equal gradients; one has none."""
    rng = np.random.default_rng(0)
    mine, theirs = [], []
    for shape in ((3, 5), (7,), ()):
        grad = np.asarray(rng.standard_normal(shape), dtype)
        mine.append(Tensor(np.zeros(shape, dtype), requires_grad=True))
        theirs.append(torch.tensor(np.zeros(shape, dtype), requires_grad=True))
        mine[-1].grad, theirs[-1].grad = grad.copy(), torch.tensor(grad)
    return [*mine, parameter(1.0)], theirs


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("max_norm", [0.5, 3.0, 6.0, 100.0])
def test_the_clipped_norm_is_torchs(dtype, max_norm):
    mine, theirs = with_gradients(dtype)
    norm = optim.clip_grad_norm_(mine, max_norm)
    expected = torch.nn.utils.clip_grad_norm_(theirs, max_norm).item()
    rtol = 1e-12 if dtype == np.float64 else 1e-6
    assert norm == pytest.approx(expected, rel=rtol)
    for p, ref in zip(mine, theirs, strict=False):
        np.testing.assert_allclose(p.grad, ref.grad, rtol=rtol)
        assert p.grad.dtype == dtype


def test_squares_do_not_overflow_and_infinity_is_an_error():
    p = parameter(0.0, 0.0, grad=[3e30, 4e30])
    assert optim.clip_grad_norm_([p], 5.0) == pytest.approx(5e30)
    np.testing.assert_allclose(p.grad, [3, 4], rtol=1e-6)
    for bad in (np.nan, np.inf):
        with pytest.raises(FloatingPointError, match=f"norm is {bad}"):
            optim.clip_grad_norm_([parameter(0.0, grad=[bad])], 1.0)


# --- schedules --------------------------------------------------------------------

BASE_LR = 0.3


def sequence_of(where, optimizer):
    parts = [
        where.LinearLR(optimizer, 0.1, total_iters=5),
        where.CosineAnnealingLR(optimizer, 10),
        where.LinearLR(optimizer, 0.5, 0.1, total_iters=3),
    ]
    return where.SequentialLR(optimizer, parts, milestones=[5, 15])


CYCLES = [{}, {"pct_start": 0.2, "div_factor": 5, "final_div_factor": 100}]
CYCLES += [{"pct_start": p} for p in (0.37, 0.0, 1.0)]
SCHEDULES = [
    *[
        lambda w, o, a=a: w.LinearLR(o, *a)
        for a in [(1 / 3, 1.0, 5), (0.01, 1.0, 20), (1.0, 0.0, 9), (0.5, 0.8, 1)]
    ],
    *[lambda w, o, a=a: w.CosineAnnealingLR(o, *a) for a in [(20, 0.0), (7, 0.05), (1, 0.1)]],
    *[
        lambda w, o, s=strategy, k=settings: w.OneCycleLR(
            o,
            0.5,
            40,
            anneal_strategy=s,
            **k,
            **({} if w is optim else {"cycle_momentum": False}),
        )
        for strategy in ("cos", "linear")
        for settings in CYCLES
    ],
    sequence_of,
]


@pytest.mark.parametrize("make", SCHEDULES)
def test_every_learning_rate_is_torchs(make):
    weight = torch.ones(1, requires_grad=True)
    weight.grad = torch.ones(1)
    mine = optim.SGD([parameter(1.0, grad=[1.0])], lr=BASE_LR)
    theirs = torch.optim.SGD([weight], lr=BASE_LR)
    schedule, reference = make(optim, mine), make(lr_scheduler, theirs)
    seen = []
    for step in range(39):
        assert mine.lr == pytest.approx(theirs.param_groups[0]["lr"], abs=1e-12), f"step {step}"
        assert schedule.lr_at(step) == mine.lr
        seen.append(mine.lr)
        for thing in (mine, theirs, schedule, reference):
            thing.step()
    assert len(set(seen)) > 1
    assert schedule.steps_done == 39
