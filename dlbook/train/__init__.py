"""What a training loop in torch needs beside itself."""

from dlbook.train.devices import pick_device
from dlbook.train.seeding import seed_everything

__all__ = ["pick_device", "seed_everything"]
