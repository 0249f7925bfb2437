"""The training loop, as a generator: the caller's ``for`` drives it, and may stop it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.amp import GradScaler
from torch.nn.utils import clip_grad_norm_
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler

Batches = Callable[[int], tuple[Tensor, Tensor]]


@dataclass
class TrainState:
    """Everything that training changes; with it, and the step's number, training resumes.

    ``schedule`` advances after each step. ``scaler`` is for float16, whose small gradients
    would underflow: ``GradScaler("cuda")``; other dtypes need none. ``step`` counts the
    optimizer's steps.
    """

    model: nn.Module
    optimizer: Optimizer
    schedule: LRScheduler | None = None
    scaler: GradScaler = field(default_factory=lambda: GradScaler("cpu", enabled=False))
    step: int = 0

    @property
    def device(self) -> torch.device:
        """Where the model is."""
        return next(self.model.parameters()).device

    def save(self, path: str | Path) -> None:
        """Write a checkpoint; an older one is replaced only when the new one is complete."""
        path = Path(path)
        temporary = path.with_name(path.name + ".part")
        states = {name: part.state_dict() for name, part in self._parts().items()}
        # Dropout draws from the global generators.
        torch.save({**states, "step": self.step, "random": _random_states()}, temporary)
        os.replace(temporary, path)

    def load(self, path: str | Path) -> None:
        """Resume from a checkpoint of the same model, optimizer and schedule.

        Also sets torch's global generators. On the CPU the following steps are bit-identical to
        those of an uninterrupted run, if batches depend on their number alone (as with
        :class:`~dlbook.data.batches.ShuffledBatches`).
        """
        saved = torch.load(path, map_location=self.device, weights_only=True)
        parts = self._parts()
        if missing := parts.keys() ^ (saved.keys() - {"step", "random"}):
            raise ValueError(
                f"{path}: checkpoint and state do not match: {', '.join(missing)} is in only "
                "one of them"
            )
        for name, part in parts.items():
            part.load_state_dict(saved[name])
        self.step = saved["step"]
        _set_random_states(saved["random"])

    def _parts(self) -> dict:
        parts = {"model": self.model, "optimizer": self.optimizer, "scaler": self.scaler}
        return parts | ({"schedule": self.schedule} if self.schedule else {})


def training_steps(
    state: TrainState,
    batches: Batches,
    criterion: Callable[[Tensor, Tensor], Tensor],
    last_step: int,
    *,
    accumulate: int = 1,
    max_norm: float | None = None,
    dtype: torch.dtype | None = None,
) -> Iterator[tuple[int, Tensor]]:
    """Take steps ``state.step + 1`` to ``last_step``, yielding number and loss after each.

    Parameters
    ----------
    state : TrainState
        Changed by each step; the model is put in training mode before each.
    batches : callable
        From a number, counted from 0, to the inputs and targets of that batch.
    criterion : callable
        From the model's outputs and the targets to a loss, averaged over the batch.
    last_step : int
        Number of the last step.
    accumulate : int
        Number of batches whose gradients are averaged for one step, if one large batch needs
        too much memory.
    max_norm : float, optional
        Gradients whose norm over all parameters is larger are scaled down to it.
    dtype : torch.dtype, optional
        Of matrix products and convolutions: bfloat16, or float16 with a scaler in ``state``.
        Parameters stay float32.

    Yields
    ------
    step : int
        Its number, counted from 1.
    loss : Tensor
        With the parameters before the step, shape ``()``, on the device: reading its value
        makes a GPU wait.
    """
    device = state.device
    while state.step < last_step:
        state.model.train()
        total = torch.zeros((), device=device)
        for part in range(accumulate):
            x, y = (t.to(device) for t in batches(state.step * accumulate + part))
            with torch.autocast(device.type, dtype, enabled=dtype is not None):
                loss = criterion(state.model(x), y) / accumulate
            state.scaler.scale(loss).backward()
            total += loss.detach()
        _update(state, max_norm)
        yield state.step, total


def progress(steps: Iterable, total: int, label: str = "training") -> Iterator:
    """Iterate over ``steps``, with a progress bar on the terminal.

    If standard error is not a terminal, as in a notebook or a file, nothing is printed: only a
    terminal can erase the bar.
    """
    from tqdm import tqdm

    bar = tqdm(steps, desc=label, total=total, leave=False, file=sys.stderr, disable=None)
    return iter(bar)


def _update(state: TrainState, max_norm: float | None) -> None:
    if max_norm is not None:
        state.scaler.unscale_(state.optimizer)
        clip_grad_norm_(state.model.parameters(), max_norm)
    state.scaler.step(state.optimizer)
    state.scaler.update()
    state.optimizer.zero_grad()
    if state.schedule is not None:
        state.schedule.step()
    state.step += 1


def _random_states() -> list[Tensor]:
    gpus = torch.cuda.get_rng_state_all() if torch.cuda.is_available() else []
    return [torch.get_rng_state(), *gpus]


def _set_random_states(states: list[Tensor]) -> None:
    first, *gpus = (state.cpu() for state in states)
    torch.set_rng_state(first)
    if len(gpus) == torch.cuda.device_count():  # otherwise it was saved on another machine
        torch.cuda.set_rng_state_all(gpus)
