from __future__ import annotations

import importlib
import math

import numpy as np
import pytest

from dlbook.notebook import ClaimError, claim


@pytest.mark.parametrize(
    ("value", "bounds", "printed"),
    [
        (0.98123, {"at_least": 0.97}, "m ≥ 0.97 ✓ (measured 0.981)"),
        (0.97, {"at_least": 0.97}, "m ≥ 0.97 ✓ (measured 0.97)"),
        (3e-7, {"at_most": 1e-6}, "m ≤ 1e-6 ✓ (measured 3e-7)"),
        (0.47, {"at_least": 0.45, "at_most": 0.5}, "0.45 ≤ m ≤ 0.50 ✓ (measured 0.47)"),
        (3, {"at_least": 0, "at_most": 2.5e4}, "0 ≤ m ≤ 25,000 ✓ (measured 3)"),
        (1.4, {"close_to": 1.386, "within": 0.05}, "m = 1.386 ± 0.05 ✓ (measured 1.4)"),
        (-2, {"close_to": -2.5, "within": 1}, "m = -2.5 ± 1 ✓ (measured -2)"),
        (60_000, {"close_to": 60_000, "within": 0}, "m = 60,000 ✓"),
        (1e300, {"at_least": 1.5e20}, "m ≥ 1.5e20 ✓ (measured 1e300)"),
        (math.inf, {"at_least": 1}, "m ≥ 1 ✓ (measured inf)"),
        # No digits that float32 made up, none that a reader misses, none against the bound.
        (np.float32(0.97), {"at_least": 0.9}, "m ≥ 0.9 ✓ (measured 0.97)"),
        (12_345.678, {"at_least": 1}, "m ≥ 1 ✓ (measured 12,346)"),
        (0.749_96, {"at_most": 0.7499_8}, "m ≤ 0.74998 ✓ (measured 0.74996)"),
        (0.752_4, {"at_least": 0.752_2}, "m ≥ 0.7522 ✓ (measured 0.7524)"),
    ],
)
def test_a_claim_that_holds_is_printed_with_the_value(value, bounds, printed, capsys):
    claim("m", value, **bounds)
    assert capsys.readouterr().out == f"claim: {printed}\n"


@pytest.mark.parametrize(
    ("value", "bounds", "measured"),
    [
        (0.9423, {"at_least": 0.97}, "0.9423"),
        (1.1e-6, {"at_most": 1e-6}, "1.1e-06"),
        (0.4, {"at_least": 0.45, "at_most": 0.5}, "0.4"),
        (0.6, {"at_least": 0.45, "at_most": 0.5}, "0.6"),
        (1.3, {"close_to": 1.386, "within": 0.05}, "1.3"),
        (60_001, {"close_to": 60_000, "within": 0}, "60001"),
        (math.inf, {"close_to": 1, "within": 1}, "inf"),
    ],
)
def test_a_claim_that_does_not_hold_names_the_value(value, bounds, measured, capsys):
    with pytest.raises(ClaimError, match=f"m .*does not hold: measured {measured}$"):
        claim("m", value, **bounds)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "bounds",
    [
        {"at_least": -1e9},
        {"at_most": 1e9},
        {"at_least": -1, "at_most": 1},
        {"close_to": 0, "within": 9},
    ],
)
def test_nan_never_holds(bounds):
    with pytest.raises(ClaimError, match="measured nan"):
        claim("m", math.nan, **bounds)


def test_a_failed_claim_is_an_assertion_error():
    assert issubclass(ClaimError, AssertionError)


@pytest.mark.parametrize(
    "value", [np.float32(0.5), np.array(0.5), np.array([[0.5]]), np.int64(1)]
)
def test_arrays_of_one_entry_are_numbers(value, capsys):
    claim("m", value, at_least=0.5)
    assert "✓" in capsys.readouterr().out
    with pytest.raises(ClaimError):
        claim("m", value, at_least=1.5)


def test_tensors_of_one_entry_are_numbers(capsys):
    from dlbook.scratch import Tensor

    torch = pytest.importorskip("torch")
    for value in (Tensor(0.5), torch.tensor([0.5], requires_grad=True)):
        claim("m", value, at_most=0.5)
        with pytest.raises(ClaimError, match=r"measured 0\.5"):
            claim("m", value, at_most=0.4)


@pytest.mark.parametrize(
    "bounds",
    [
        {},
        {"within": 0.1},
        {"close_to": 1.0},
        {"close_to": 1.0, "within": 0.1, "at_least": 0.5},
        {"at_least": 0.5, "within": 0.1},
        {"close_to": 1.0, "at_most": 2.0},
    ],
)
def test_bounds_that_make_no_claim_are_refused(bounds):
    with pytest.raises(TypeError, match="give at_least, or at_most, or both, or close_to"):
        claim("m", 1.0, **bounds)


@pytest.mark.parametrize(
    ("bounds", "message"),
    [
        ({"at_least": 2.0, "at_most": 1.0}, "no value is at least 2.0 and at most 1.0"),
        ({"at_least": math.nan}, "at_least must be finite, got nan"),
        ({"at_most": math.inf}, "at_most must be finite, got inf"),
        ({"close_to": 1.0, "within": math.inf}, "within must be finite"),
        ({"close_to": 1.0, "within": -0.1}, "within must not be negative, got -0.1"),
    ],
)
def test_bounds_that_cannot_be_kept_or_broken_are_refused(bounds, message):
    with pytest.raises(ValueError, match=message):
        claim("m", 1.0, **bounds)


@pytest.mark.parametrize(
    ("value", "error", "message"),
    [
        (None, TypeError, "value must be one number, got NoneType"),
        ("0.98", TypeError, "value must be a number, got the text '0.98'"),
        (1 + 2j, TypeError, "got complex"),
        (np.zeros(3), ValueError, r"got ndarray of shape \(3,\)"),
    ],
)
def test_what_is_no_number_is_refused(value, error, message):
    with pytest.raises(error, match=message):
        claim("m", value, at_least=0.5)


def test_a_recorder_gets_every_claim_and_none_fails(monkeypatch):
    module, seen = importlib.import_module("dlbook.notebook.claim"), []
    monkeypatch.setattr(module, "recorder", lambda *measured: seen.append(measured))
    claim("m", np.float32(0.5), at_least=0.25)
    claim("m", 0.5, at_most=0.25)
    assert seen == [("m", 0.5, {"at_least": 0.25}), ("m", 0.5, {"at_most": 0.25})]
