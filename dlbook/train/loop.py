"""The training loop, as a generator: the caller's ``for`` drives it, and may stop it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import torch
from torch import Tensor
from torch.nn.utils import clip_grad_norm_

from dlbook.train.run import Run

Batches = Callable[[int], tuple[Tensor, Tensor]]


def training_steps(
    run: Run,
    batches: Batches,
    criterion: Callable[[Tensor, Tensor], Tensor],
    until: int,
    *,
    accumulate: int = 1,
    max_norm: float | None = None,
    dtype: torch.dtype | None = None,
) -> Iterator[tuple[int, Tensor]]:
    """Take steps ``run.step + 1`` to ``until``, and give out number and loss after each.

    Parameters
    ----------
    run : Run
        Changed by each step; the model is put in training mode before each.
    batches : callable
        From a number, counted from 0, to that batch: inputs and targets.
    criterion : callable
        From the model's outputs and the targets to a loss, a mean over the batch.
    until : int
        Number of the last step.
    accumulate : int
        Batches whose gradients are averaged for one step, where one large batch needs too much
        memory.
    max_norm : float, optional
        Gradients whose norm, over all parameters, is larger are scaled down to it.
    dtype : torch.dtype, optional
        In which matrix products and convolutions are computed: bfloat16, or float16 with a
        scaler in ``run``. Parameters stay float32.

    Yields
    ------
    step : int
        Its number, counted from 1.
    loss : Tensor
        Of the parameters before the step, shape ``()``, on the device: reading its value makes
        a GPU wait.
    """
    device = run.device
    while run.step < until:
        run.model.train()
        total = torch.zeros((), device=device)
        for part in range(accumulate):
            x, y = (t.to(device) for t in batches(run.step * accumulate + part))
            with torch.autocast(device.type, dtype, enabled=dtype is not None):
                loss = criterion(run.model(x), y) / accumulate
            run.scaler.scale(loss).backward()
            total += loss.detach()
        _update(run, max_norm)
        yield run.step, total


def _update(run: Run, max_norm: float | None) -> None:
    """Let the gradients change the parameters, and forget them."""
    if max_norm is not None:
        run.scaler.unscale_(run.optimizer)
        clip_grad_norm_(run.model.parameters(), max_norm)
    run.scaler.step(run.optimizer)
    run.scaler.update()
    run.optimizer.zero_grad()
    if run.schedule is not None:
        run.schedule.step()
    run.step += 1
