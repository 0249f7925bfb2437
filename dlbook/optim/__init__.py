"""Optimizers that torch lacks, or has in its newest versions only."""

from dlbook.optim.muon import MuonAdamW, orthogonalize

__all__ = ["MuonAdamW", "orthogonalize"]
