"""Training steps by hand, each option, and a resumed run that is bit-identical."""

from __future__ import annotations

import copy
import io
import sys

import pytest
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from dlbook.data.batches import ShuffledBatches
from dlbook.train import TrainState, accuracy, linear_warmup_decay, progress, training_steps


@pytest.fixture
def start():
    """Return a function that makes a state and its batches, the same each time."""

    def make(steps: int = 12, seed: int = 0) -> tuple[TrainState, ShuffledBatches]:
        torch.manual_seed(seed)
        model = nn.Sequential(
            nn.Linear(5, 7), nn.BatchNorm1d(7), nn.ReLU(), nn.Dropout(0.3), nn.Linear(7, 3)
        )
        optimizer = torch.optim.AdamW(model.parameters(), 1e-2)
        state = TrainState(model, optimizer, linear_warmup_decay(optimizer, steps))
        return state, ShuffledBatches(*examples(), batch_size=8, seed=seed, augment=noise)

    return make


def examples(n: int = 37) -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(1)
    x = torch.randn(n, 5, generator=generator)
    return x, (x[:, 0] > 0).long() + (x[:, 1] > 0).long()


def noise(x, generator):
    return x + 0.1 * torch.randn(x.shape, generator=generator)


def same(first: nn.Module, second: nn.Module) -> bool:
    """Say whether all parameters and buffers are equal to the last bit."""
    there = second.state_dict()
    return all(torch.equal(value, there[name]) for name, value in first.state_dict().items())


# --- one step, and its options --------------------------------------------------------


def plain(batch_size: int = 8) -> tuple[TrainState, ShuffledBatches]:
    """Return a state without randomness: each step can be done by hand."""
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(5, 7), nn.Tanh(), nn.Linear(7, 3))
    state = TrainState(model, torch.optim.SGD(model.parameters(), 0.5))
    return state, ShuffledBatches(*examples(), batch_size=batch_size)


def finish(steps) -> list[float]:
    return [loss.item() for _, loss in steps]


def test_a_step_by_hand():
    state, batches = plain()
    x, y = batches(0)
    by_hand = copy.deepcopy(state.model)
    loss = cross_entropy(by_hand(x), y)
    loss.backward()
    with torch.no_grad():
        for p in by_hand.parameters():
            p -= 0.5 * p.grad
    assert finish(training_steps(state, batches, cross_entropy, 1)) == [loss.item()]
    assert state.step == 1
    assert same(state.model, by_hand)


def test_steps_are_numbered_from_one_and_the_caller_may_break_off_and_go_on():
    state, batches = plain()
    for step, _ in training_steps(state, batches, cross_entropy, 9):
        if step == 4:
            break
    assert state.step == 4
    assert [n for n, _ in training_steps(state, batches, cross_entropy, 6)] == [5, 6]
    whole, batches = plain()
    finish(training_steps(whole, batches, cross_entropy, 6))
    assert same(state.model, whole.model)


def test_a_finished_run_takes_no_step():
    state, batches = plain()
    state.step = 5
    assert finish(training_steps(state, batches, cross_entropy, 5)) == []


def test_accumulated_batches_are_one_large_batch():
    state, small = plain(4)
    large, whole = plain(12)
    small_losses = finish(training_steps(state, small, cross_entropy, 2, accumulate=3))
    large_losses = finish(training_steps(large, whole, cross_entropy, 2))
    assert small_losses == pytest.approx(large_losses, rel=1e-5)
    for ours, theirs in zip(state.model.parameters(), large.model.parameters(), strict=True):
        torch.testing.assert_close(ours, theirs)
    other, small = plain(4)
    finish(training_steps(other, small, cross_entropy, 2, accumulate=2))
    assert not torch.allclose(other.model[0].weight, large.model[0].weight, atol=1e-4)


def change(max_norm: float | None) -> float:
    """Return how far one step with a rate of 0.5 moves the parameters."""
    state, batches = plain()
    before = copy.deepcopy(state.model)
    finish(training_steps(state, batches, cross_entropy, 1, max_norm=max_norm))
    pairs = zip(state.model.parameters(), before.parameters(), strict=True)
    return sum(float(((a - b) ** 2).sum().detach()) for a, b in pairs) ** 0.5


def test_clipping_bounds_the_step_and_leaves_small_ones():
    free = change(None)
    assert free > 0.05
    assert change(0.02) == pytest.approx(0.5 * 0.02, rel=1e-3)
    assert change(100.0) == pytest.approx(free, rel=1e-6)


def test_mixed_precision_multiplies_in_bfloat16_and_keeps_parameters():
    state, batches = plain()
    seen = []
    state.model[0].register_forward_hook(lambda layer, x, out: seen.append(out.dtype))
    finish(training_steps(state, batches, cross_entropy, 2, dtype=torch.bfloat16))
    assert seen == [torch.bfloat16] * 2
    assert state.model[0].weight.dtype == torch.float32
    exact, batches = plain()
    finish(training_steps(exact, batches, cross_entropy, 2))
    gap = (exact.model[0].weight - state.model[0].weight).abs().max()
    assert 0 < gap < 0.01


def test_a_scaler_takes_its_factor_out_again_before_clipping():
    state, batches = plain()
    state.scaler = torch.amp.GradScaler("cpu", init_scale=1024.0)
    finish(training_steps(state, batches, cross_entropy, 2, max_norm=0.02))
    exact, batches = plain()
    finish(training_steps(exact, batches, cross_entropy, 2, max_norm=0.02))
    torch.testing.assert_close(state.model[0].weight, exact.model[0].weight)


def test_the_schedule_moves_once_a_step():
    state, batches = plain()
    state.schedule = linear_warmup_decay(state.optimizer, 10, warmup=0.5)
    rates = []
    for _ in training_steps(state, batches, cross_entropy, 3, accumulate=2):
        rates.append(state.optimizer.param_groups[0]["lr"])
    assert rates == pytest.approx([0.15, 0.25, 0.35])


def test_the_model_trains_even_where_the_caller_evaluated_in_between():
    state, batches = plain()
    for _ in training_steps(state, batches, cross_entropy, 2):
        state.model.eval()
    seen = []
    state.model.register_forward_pre_hook(lambda model, x: seen.append(model.training))
    finish(training_steps(state, batches, cross_entropy, 3))
    assert seen == [True]


def test_it_learns(start):
    state, batches = start(steps=300)
    x, y = examples()
    assert accuracy(state.model, x, y) < 0.8
    finish(training_steps(state, batches, cross_entropy, 300))
    assert accuracy(state.model, x, y) > 0.9


@pytest.mark.gpu
def test_cpu_and_gpu_take_the_same_steps():
    here, batches = plain()
    there, _ = plain()
    there.model.cuda()
    a = finish(training_steps(here, batches, cross_entropy, 5))
    b = finish(training_steps(there, batches, cross_entropy, 5))
    assert a == pytest.approx(b, rel=1e-4)


# --- checkpoints ----------------------------------------------------------------------


def losses(state, batches, last_step: int) -> list[float]:
    return [loss.item() for _, loss in training_steps(state, batches, cross_entropy, last_step)]


@pytest.mark.parametrize("stop", [1, 4, 7])
def test_a_resumed_run_is_the_same_to_the_last_bit(stop, start, tmp_path):
    whole, batches = start()
    expected = losses(whole, batches, 12)

    first, batches = start()
    before = losses(first, batches, stop)
    first.save(tmp_path / "state.pt")
    other, batches = start(seed=5)  # other weights, another state of the generators
    batches.seed = 0
    other.load(tmp_path / "state.pt")
    assert other.step == stop
    assert before + losses(other, batches, 12) == expected
    assert same(other.model, whole.model)


@pytest.mark.parametrize("forgotten", ["optimizer", "schedule", "random", "step"])
def test_each_part_of_a_checkpoint_is_needed(forgotten, start, tmp_path):
    """Negative control: with any part missing, the comparison above fails."""
    whole, batches = start()
    expected = losses(whole, batches, 12)

    first, batches = start()
    before = losses(first, batches, 4)
    first.save(tmp_path / "state.pt")
    saved = torch.load(tmp_path / "state.pt", weights_only=True)
    other, batches = start(seed=5)
    other.save(tmp_path / "new.pt")
    saved[forgotten] = torch.load(tmp_path / "new.pt", weights_only=True)[forgotten]
    torch.save(saved, tmp_path / "state.pt")
    batches.seed = 0
    other.load(tmp_path / "state.pt")
    assert before + losses(other, batches, 12) != expected


def test_a_schedule_in_one_of_both_is_refused(start, tmp_path):
    state, _ = start()
    state.save(tmp_path / "state.pt")
    with pytest.raises(ValueError, match="do not match: schedule is in only one"):
        TrainState(state.model, state.optimizer).load(tmp_path / "state.pt")


def test_a_save_that_fails_leaves_the_old_checkpoint(start, tmp_path, monkeypatch):
    state, _ = start()
    state.save(tmp_path / "state.pt")
    old = (tmp_path / "state.pt").read_bytes()

    def half(state, path):
        path.write_bytes(b"half")
        raise OSError("disk full")

    monkeypatch.setattr(torch, "save", half)
    with pytest.raises(OSError, match="disk full"):
        state.save(tmp_path / "state.pt")
    assert (tmp_path / "state.pt").read_bytes() == old


def test_a_checkpoint_holds_the_scaler(start, tmp_path):
    state, _ = start()
    state.scaler = torch.amp.GradScaler("cpu", init_scale=8.0)
    state.scaler.scale(torch.ones(()))  # sets up the scale
    state.save(tmp_path / "state.pt")
    other, _ = start()
    other.scaler = torch.amp.GradScaler("cpu", init_scale=2.0)
    other.load(tmp_path / "state.pt")
    assert other.scaler.get_scale() == 8.0


@pytest.mark.gpu
def test_a_run_moves_from_cpu_to_gpu(start, tmp_path):
    state, batches = start()
    losses(state, batches, 4)
    state.save(tmp_path / "state.pt")
    other, _ = start(seed=5)
    other.model.cuda()
    other.load(tmp_path / "state.pt")
    assert other.device.type == "cuda"
    (after,) = losses(other, batches, 5)
    assert after < 10


# --- the progress bar -----------------------------------------------------------------


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_the_same_items_come_and_nothing_is_printed(capsys):
    assert list(progress(range(7), total=7)) == list(range(7))
    assert capsys.readouterr() == ("", "")


def test_a_terminal_shows_a_bar_and_is_clean_afterwards(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert list(progress(range(7), total=7, label="digits")) == list(range(7))
    shown = terminal.getvalue()
    assert "digits" in shown
    assert shown.endswith("\r")
    assert not shown.rpartition("\r")[0].rpartition("\r")[2].strip()
