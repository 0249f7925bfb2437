"""A run of training in progress, which can be saved and continued."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import nn
from torch.amp import GradScaler
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler


def _no_scaler() -> GradScaler:
    return GradScaler("cpu", enabled=False)


@dataclass
class Run:
    """All that training changes: with it, and the number of the next batch, a run goes on.

    Attributes
    ----------
    model : torch.nn.Module
        What is trained, on the device where it is to be trained.
    optimizer : torch.optim.Optimizer
        Of the model's parameters.
    schedule : torch.optim.lr_scheduler.LRScheduler, optional
        Of the optimizer; moves on after each step.
    scaler : torch.amp.GradScaler
        For float16, whose small gradients would vanish: ``GradScaler("cuda")``. Other types
        need none.
    step : int
        Steps of the optimizer so far.
    """

    model: nn.Module
    optimizer: Optimizer
    schedule: LRScheduler | None = None
    scaler: GradScaler = field(default_factory=_no_scaler)
    step: int = 0

    @property
    def device(self) -> torch.device:
        """Where the model is."""
        return next(self.model.parameters()).device

    def save(self, path: str | Path) -> None:
        """Write a checkpoint; it takes the place of an old one only when it is whole."""
        path = Path(path)
        beside = path.with_name(path.name + ".part")
        torch.save(
            {
                **{name: part.state_dict() for name, part in self._parts().items()},
                "step": self.step,
                "random": _random_states(),  # dropout draws from them
            },
            beside,
        )
        os.replace(beside, path)

    def load(self, path: str | Path) -> None:
        """Continue where ``path`` was saved, with the same model, optimizer and schedule.

        Raises
        ------
        ValueError
            Where the checkpoint has a schedule and this run has none, or the reverse.
        RuntimeError
            Where the model has other parameters: torch says which.

        Notes
        -----
        Sets torch's global generators too. On the CPU, steps that follow are the same to the
        last bit as if the run had never stopped, if batches depend on their number alone (see
        :class:`~dlbook.train.ShuffledBatches`).
        """
        saved = torch.load(path, map_location=self.device, weights_only=True)
        parts = self._parts()
        if missing := parts.keys() ^ (saved.keys() - {"step", "random"}):
            raise ValueError(f"{path}: {', '.join(missing)} is there or in the run, not both")
        for name, part in parts.items():
            part.load_state_dict(saved[name])
        self.step = saved["step"]
        _set_random_states(saved["random"])

    def _parts(self) -> dict:
        parts = {"model": self.model, "optimizer": self.optimizer, "scaler": self.scaler}
        return parts | ({"schedule": self.schedule} if self.schedule else {})


def _random_states() -> list[torch.Tensor]:
    gpus = torch.cuda.get_rng_state_all() if torch.cuda.is_available() else []
    return [torch.get_rng_state(), *gpus]


def _set_random_states(states: list[torch.Tensor]) -> None:
    first, *gpus = (state.cpu() for state in states)
    torch.set_rng_state(first)
    if len(gpus) == torch.cuda.device_count():  # else it was another machine
        torch.cuda.set_rng_state_all(gpus)
