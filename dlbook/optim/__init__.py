"""Optimizers that torch lacks, or has in its newest versions only; groups of parameters."""

from dlbook.optim.groups import decay_groups
from dlbook.optim.muon import MuonAdamW, orthogonalize

__all__ = ["MuonAdamW", "decay_groups", "orthogonalize"]
