"""Calibration after four times the long training of the chapter, with three other seeds."""

from __future__ import annotations

import torch

from tools.longer.record import definitions

PARTS = ("calibration",)


def calibration() -> dict:
    """Train for 12,000 steps, three other seeds: calibration error and temperature."""
    c = definitions("losses", "images", "used")
    found = {"steps": 12_000, "calibration error": [], "temperature": []}
    for seed in (3, 4, 5):
        net = c.trained_for(12_000, seed)
        with torch.no_grad():
            tested, held = net(c.images_test), net(c.images[c.held])
        error = c.functional.expected_calibration_error(*c.confidence(tested)).item()
        found["calibration error"].append(round(error, 3))
        T = c.functional.fit_temperature(held, c.labels[c.held])
        found["temperature"].append(round(float(T), 2))
    return found
