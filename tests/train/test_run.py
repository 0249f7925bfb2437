"""A run that was saved and loaded goes on to the last bit as if it had never stopped."""

from __future__ import annotations

import pytest
import torch
from torch.nn.functional import cross_entropy

from dlbook.train import Run, training_steps
from tests.train.conftest import same


def losses(run, batches, until: int) -> list[float]:
    return [loss.item() for _, loss in training_steps(run, batches, cross_entropy, until)]


@pytest.mark.parametrize("stop", [1, 4, 7])
def test_a_resumed_run_is_the_same_to_the_last_bit(stop, start, tmp_path):
    whole, batches = start()
    expected = losses(whole, batches, 12)

    first, batches = start()
    before = losses(first, batches, stop)
    first.save(tmp_path / "run.pt")
    other, batches = start(seed=5)  # other weights, another state of the generators
    batches.seed = 0
    other.load(tmp_path / "run.pt")
    assert other.step == stop
    assert before + losses(other, batches, 12) == expected
    assert same(other.model, whole.model)


@pytest.mark.parametrize("forgotten", ["optimizer", "schedule", "random", "step"])
def test_each_part_of_a_checkpoint_is_needed(forgotten, start, tmp_path):
    """Negative control: with any part missing, the comparison above does fail."""
    whole, batches = start()
    expected = losses(whole, batches, 12)

    first, batches = start()
    before = losses(first, batches, 4)
    first.save(tmp_path / "run.pt")
    saved = torch.load(tmp_path / "run.pt", weights_only=True)
    other, batches = start(seed=5)
    other.save(tmp_path / "new.pt")
    saved[forgotten] = torch.load(tmp_path / "new.pt", weights_only=True)[forgotten]
    torch.save(saved, tmp_path / "run.pt")
    batches.seed = 0
    other.load(tmp_path / "run.pt")
    assert before + losses(other, batches, 12) != expected


def test_a_schedule_in_one_of_both_is_refused(start, tmp_path):
    run, _ = start()
    run.save(tmp_path / "run.pt")
    with pytest.raises(ValueError, match="schedule is there or in the run, not both"):
        Run(run.model, run.optimizer).load(tmp_path / "run.pt")


def test_a_save_that_fails_leaves_the_old_checkpoint(start, tmp_path, monkeypatch):
    run, _ = start()
    run.save(tmp_path / "run.pt")
    old = (tmp_path / "run.pt").read_bytes()

    def half(state, path):
        path.write_bytes(b"half")
        raise OSError("disk full")

    monkeypatch.setattr(torch, "save", half)
    with pytest.raises(OSError, match="disk full"):
        run.save(tmp_path / "run.pt")
    assert (tmp_path / "run.pt").read_bytes() == old


def test_a_checkpoint_holds_the_scaler(start, tmp_path):
    run, _ = start()
    run.scaler = torch.amp.GradScaler("cpu", init_scale=8.0)
    run.scaler.scale(torch.ones(()))  # sets up the scale
    run.save(tmp_path / "run.pt")
    other, _ = start()
    other.scaler = torch.amp.GradScaler("cpu", init_scale=2.0)
    other.load(tmp_path / "run.pt")
    assert other.scaler.get_scale() == 8.0


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
def test_a_run_moves_from_cpu_to_gpu(start, tmp_path):
    run, batches = start()
    losses(run, batches, 4)
    run.save(tmp_path / "run.pt")
    other, _ = start(seed=5)
    other.model.cuda()
    other.load(tmp_path / "run.pt")
    assert other.device.type == "cuda"
    (after,) = losses(other, batches, 5)
    assert after < 10
