from __future__ import annotations

import pytest
from dlbook_page.runs import LONGEST, run, shown


@pytest.mark.parametrize(("value", "text"), [(None, None), (1.5, "1.5"), ("a", "'a'")])
def test_values_are_shown_as_in_a_notebook(value, text):
    assert shown(value) == text


def test_a_long_value_is_cut():
    assert shown("x" * 2 * LONGEST) == "'" + "x" * (LONGEST - 1) + " …"
    assert not shown("x" * (LONGEST - 2)).endswith("…")


def test_each_run_has_its_own_names():
    assert run(code="a = 3\na") == {"value": "3"}
    with pytest.raises(NameError):
        run(code="a")
