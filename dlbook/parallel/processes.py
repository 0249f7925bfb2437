"""Start processes that talk to each other through gloo, and collect what they return."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import torch
import torch.distributed as dist
import torch.multiprocessing as mp


def run_processes(functions: list[Callable], *args, world: int = 2) -> list[list]:
    """Run each function, as ``function(rank, world, *args)``, in ``world`` processes.

    They run one after another in the same processes, connected by gloo on this machine. The
    result holds one list for each function, with what each rank returned. Functions must be
    importable (not defined in a notebook): a new process imports them by name.
    """
    if world < 1:
        raise ValueError(f"run_processes: expected at least one process, got {world}")
    with tempfile.TemporaryDirectory() as folder:
        mp.spawn(_work, (world, folder, functions, args), nprocs=world)
        ranks = [torch.load(Path(folder, f"{r}.pt")) for r in range(world)]
    return [list(results) for results in zip(*ranks, strict=True)]


def _work(rank: int, world: int, folder: str, functions: list[Callable], args: tuple) -> None:
    torch.set_num_threads(1)
    meeting = f"file://{folder}/meeting"
    patience = timedelta(seconds=60)  # for a message that never comes
    dist.init_process_group(
        "gloo", init_method=meeting, rank=rank, world_size=world, timeout=patience
    )
    try:
        torch.save([f(rank, world, *args) for f in functions], Path(folder, f"{rank}.pt"))
        dist.barrier()
    finally:
        dist.destroy_process_group()
