"""Each step is the optimizer's own, written out by hand; and each option does what it says."""

from __future__ import annotations

import copy

import pytest
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from dlbook.train import Run, ShuffledBatches, accuracy, linear_warmup_decay, training_steps
from tests.train.conftest import examples, same


def plain(batch_size: int = 8) -> tuple[Run, ShuffledBatches]:
    """Return a run without randomness: each step can be done by hand."""
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(5, 7), nn.Tanh(), nn.Linear(7, 3))
    run = Run(model, torch.optim.SGD(model.parameters(), 0.5))
    return run, ShuffledBatches(*examples(), batch_size=batch_size)


def finish(steps) -> list[float]:
    return [loss.item() for _, loss in steps]


def test_a_step_by_hand():
    run, batches = plain()
    x, y = batches(0)
    by_hand = copy.deepcopy(run.model)
    loss = cross_entropy(by_hand(x), y)
    loss.backward()
    with torch.no_grad():
        for p in by_hand.parameters():
            p -= 0.5 * p.grad
    assert finish(training_steps(run, batches, cross_entropy, 1)) == [loss.item()]
    assert run.step == 1
    assert same(run.model, by_hand)


def test_steps_are_numbered_from_one_and_the_caller_may_break_off_and_go_on():
    run, batches = plain()
    for step, _ in training_steps(run, batches, cross_entropy, 9):
        if step == 4:
            break
    assert run.step == 4
    assert [n for n, _ in training_steps(run, batches, cross_entropy, 6)] == [5, 6]
    whole, batches = plain()
    finish(training_steps(whole, batches, cross_entropy, 6))
    assert same(run.model, whole.model)


def test_a_finished_run_takes_no_step():
    run, batches = plain()
    run.step = 5
    assert finish(training_steps(run, batches, cross_entropy, 5)) == []


def test_accumulated_batches_are_one_large_batch():
    run, small = plain(4)
    large, whole = plain(12)
    run_losses = finish(training_steps(run, small, cross_entropy, 2, accumulate=3))
    large_losses = finish(training_steps(large, whole, cross_entropy, 2))
    assert run_losses == pytest.approx(large_losses, rel=1e-5)
    for ours, theirs in zip(run.model.parameters(), large.model.parameters(), strict=True):
        torch.testing.assert_close(ours, theirs)
    other, small = plain(4)
    finish(training_steps(other, small, cross_entropy, 2, accumulate=2))
    assert not torch.allclose(other.model[0].weight, large.model[0].weight, atol=1e-4)


def change(max_norm: float | None) -> float:
    """Return how far one step with a rate of 0.5 moves the parameters."""
    run, batches = plain()
    before = copy.deepcopy(run.model)
    finish(training_steps(run, batches, cross_entropy, 1, max_norm=max_norm))
    pairs = zip(run.model.parameters(), before.parameters(), strict=True)
    return sum(float(((a - b) ** 2).sum().detach()) for a, b in pairs) ** 0.5


def test_clipping_bounds_the_step_and_leaves_small_ones():
    free = change(None)
    assert free > 0.05
    assert change(0.02) == pytest.approx(0.5 * 0.02, rel=1e-3)
    assert change(100.0) == pytest.approx(free, rel=1e-6)


def test_mixed_precision_multiplies_in_bfloat16_and_keeps_parameters():
    run, batches = plain()
    seen = []
    run.model[0].register_forward_hook(lambda layer, x, out: seen.append(out.dtype))
    finish(training_steps(run, batches, cross_entropy, 2, dtype=torch.bfloat16))
    assert seen == [torch.bfloat16] * 2
    assert run.model[0].weight.dtype == torch.float32
    exact, batches = plain()
    finish(training_steps(exact, batches, cross_entropy, 2))
    gap = (exact.model[0].weight - run.model[0].weight).abs().max()
    assert 0 < gap < 0.01


def test_a_scaler_takes_its_factor_out_again_before_clipping():
    run, batches = plain()
    run.scaler = torch.amp.GradScaler("cpu", init_scale=1024.0)
    finish(training_steps(run, batches, cross_entropy, 2, max_norm=0.02))
    exact, batches = plain()
    finish(training_steps(exact, batches, cross_entropy, 2, max_norm=0.02))
    torch.testing.assert_close(run.model[0].weight, exact.model[0].weight)


def test_the_schedule_moves_once_a_step():
    run, batches = plain()
    run.schedule = linear_warmup_decay(run.optimizer, 10, warmup=0.5)
    rates = []
    for _ in training_steps(run, batches, cross_entropy, 3, accumulate=2):
        rates.append(run.optimizer.param_groups[0]["lr"])
    assert rates == pytest.approx([0.15, 0.25, 0.35])


def test_the_model_trains_even_where_the_caller_evaluated_in_between():
    run, batches = plain()
    for _ in training_steps(run, batches, cross_entropy, 2):
        run.model.eval()
    seen = []
    run.model.register_forward_pre_hook(lambda model, x: seen.append(model.training))
    finish(training_steps(run, batches, cross_entropy, 3))
    assert seen == [True]


def test_it_learns(start):
    run, batches = start(steps=300)
    x, y = examples()
    assert accuracy(run.model, x, y) < 0.8
    finish(training_steps(run, batches, cross_entropy, 300))
    assert accuracy(run.model, x, y) > 0.9


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
def test_cpu_and_gpu_take_the_same_steps():
    here, batches = plain()
    there, _ = plain()
    there.model.cuda()
    a = finish(training_steps(here, batches, cross_entropy, 5))
    b = finish(training_steps(there, batches, cross_entropy, 5))
    assert a == pytest.approx(b, rel=1e-4)
