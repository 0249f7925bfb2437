"""`make claims` finds the claim that another machine would break, and only that one."""

from __future__ import annotations

import math

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from tools import claims

TOY = """
from dlbook.notebook import claim
noise = torch.randn(1, generator=torch.Generator().manual_seed(0)).item()
claim("strong", 10 + noise, at_least=0)
claim("weak", 10 + noise, at_least=9.5)
"""


@pytest.fixture
def toy(tmp_path):
    cells = [
        "import torch",
        TOY,
        "raise RuntimeError('no such file')",
        "claim('later', 3, at_least=2)",
    ]
    path = tmp_path / "toy.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell(cell) for cell in cells]), path)
    return path


def test_the_weak_claim_and_the_failing_cell_of_a_notebook_are_named(toy, tmp_path, capsys):
    assert claims.main([str(toy), "--settings", "4", "--cache", str(tmp_path)]) == 1
    printed = capsys.readouterr().out
    assert "3 claims, 1 weak, 4 errors" in printed
    assert "WEAK, near its bound: weak" in printed or "WEAK, broken" in printed
    assert "no such file" in printed

    # The second time nothing is executed.
    toy_again = claims.measure(toy, claims.SETTINGS[0], tmp_path)
    assert [claim["name"] for claim in toy_again["claims"]] == ["strong", "weak", "later"]


def test_only_changed_code_is_measured_again(toy, tmp_path, monkeypatch):
    executed = []
    monkeypatch.setattr(
        claims, "_execute", lambda *run: executed.append(run) or {"claims": [], "errors": []}
    )
    for setting in claims.SETTINGS[:2] * 2:
        claims.measure(toy, setting, tmp_path)
    assert len(executed) == 2
    nbformat.write(new_notebook(cells=[new_code_cell("1")]), toy)
    claims.measure(toy, claims.SETTINGS[0], tmp_path)
    assert len(executed) == 3


@pytest.mark.parametrize(
    ("values", "bounds", "weak"),
    [
        # Four standard deviations are enough, however near the bound is,
        ([0.975, 0.976, 0.977], {"at_least": 0.97}, False),
        ([0.975, 0.978, 0.981], {"at_least": 0.97}, True),
        # and so are three, if they are half of the effect.
        ([2.4, 3.0, 3.6], {"at_least": 1}, False),
        ([2.4, 3.0, 3.6], {"at_least": 1.6}, True),
        ([0.5, 0.2, 0.6], {"at_most": 0.75}, True),
        ([0.2, 0.3, 0.4], {"at_least": 0, "at_most": 0.42}, True),
        ([1.0, 1.1, 1.2], {"close_to": 1.1, "within": 0.5}, False),
        ([1.0, 1.1, 1.2], {"close_to": 1.1, "within": 0.2}, True),
        # What was broken once is weak.
        ([10.0] * 9 + [0.9], {"at_least": 1}, True),
        ([1.0, 1.0, math.nan], {"at_least": 0.5}, True),
        # A count that is the same everywhere may stand at its bound; a float may not.
        ([784.0, 784.0], {"close_to": 784, "within": 0}, False),
        ([3.0, 3.0], {"at_most": 3}, False),
        ([0.3, 0.3], {"at_most": 0.3}, True),
        ([math.inf, math.inf], {"at_least": 1}, False),
        # Rounding noise needs room.
        ([1e-13, 3e-13], {"at_most": 1e-12}, True),
        ([1e-14, 3e-14], {"at_most": 1e-12}, False),
        ([0.0, 0.0], {"at_most": 1e-12}, False),
    ],
)
def test_what_is_weak(values, bounds, weak):
    assert bool(claims.Claim("c", bounds, values).weakness()) == weak
