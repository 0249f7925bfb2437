from __future__ import annotations

import pytest
from source_pages import mended

MODULE = "dlbook.scratch.tensor"
LINK = '<a class="viewcode-back" href="../api.html#{}">[docs]</a>'


@pytest.mark.parametrize(
    ("anchor", "expected"),
    [
        ("dlbook.scratch.Tensor", LINK.format("dlbook.scratch.Tensor")),
        ("dlbook.scratch.make_result", LINK.format("dlbook.scratch.tensor.make_result")),
        ("dlbook.scratch.hidden", ""),
    ],
)
def test_a_link_back_leads_to_an_entry_or_is_left_out(anchor, expected):
    documented = {"dlbook.scratch.Tensor", "dlbook.scratch.tensor.make_result"}
    body = f"<pre>{LINK.format(anchor)}code</pre>"
    assert mended(body, MODULE, documented) == f"<pre>{expected}code</pre>"
