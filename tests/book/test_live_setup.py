from __future__ import annotations

import pytest
from live_setup import page_setup, unavailable

SETUP = """import matplotlib.pyplot as plt
import numpy as np, torch
from dlbook import scratch, train
from dlbook.data import load
from dlbook.notebook import claim, predict
import os.path
plt.style.use("dlbook.plot.dlbook")
device = torch.device("cpu")
small = np.zeros(3) + 1
model = small.to(device)
rng = np.random.default_rng(0)"""


def test_what_needs_a_missing_package_is_left_out():
    assert page_setup(SETUP) == (
        "import numpy as np\n"
        "from dlbook import scratch\n"
        "from dlbook.data import load\n"
        "from dlbook.notebook import claim, predict\n"
        "import os.path\n"
        "small = np.zeros(3) + 1\n"
        "rng = np.random.default_rng(0)"
    )


def test_what_is_left_runs():
    names: dict = {}
    exec(page_setup(SETUP), names)
    assert names["small"].sum() == 3
    assert "plt" not in names


def test_functions_and_classes_that_use_what_is_missing_go_with_what_uses_them():
    missing = (
        "import torch\ndef f():\n    return torch.ones(1)\nclass A(torch.nn.Module): ...\n"
    )
    assert page_setup(f"{missing}y = f()\nz = 1\na = A()") == "z = 1"


@pytest.mark.parametrize(
    ("code", "modules"),
    [
        ("import numpy.linalg\nimport math", []),
        ("import torch.nn as nn", ["torch.nn"]),
        ("from dlbook.plot import plot_images", ["dlbook.plot"]),
        ("from dlbook import plot, scratch", ["dlbook.plot"]),
        ("from dlbook.scratch.ops import x", []),
        ("if True:\n    import scipy", ["scipy"]),
    ],
)
def test_missing_modules_are_named(code, modules):
    assert unavailable(code) == modules
