"""Each ``python -m dlbook.train.<name>`` starts, and its network takes its images."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

import pytest
import torch

from dlbook.data.catalog import CATALOG
from dlbook.train import cifar10, fashion, mnist

SHAPES = {mnist: (1, 28, 28), fashion: (1, 28, 28), cifar10: (3, 32, 32)}
FOLDER = Path(mnist.__file__).parent
NAMES = ["mnist", "fashion", "cifar10", "shakespeare", "gan"]


@pytest.mark.parametrize("name", NAMES)
def test_it_starts_and_explains_itself(name, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", [name, "--help"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(FOLDER / f"{name}.py"), run_name="__main__")
    assert ended.value.code == 0
    assert "laptop (1), full (" in capsys.readouterr().out


@pytest.mark.parametrize("module", SHAPES, ids=lambda m: m.__name__.rpartition(".")[2])
def test_its_network_takes_its_images(module):
    shape = SHAPES[module]
    assert module.build(module.RECIPE.widths)(torch.zeros(2, *shape)).shape == (2, 10)
    assert module.run.args[1] in CATALOG
