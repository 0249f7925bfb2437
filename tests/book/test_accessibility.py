from __future__ import annotations

import pytest
from accessibility import _drop_ids, mended
from docutils import nodes
from docutils.utils import new_document


def test_the_repeated_id_goes_and_others_stay():
    document = new_document("page")
    document += [
        nodes.section(ids=["exercise-content"]),
        nodes.section(ids=["exercise-content", "own"]),
        nodes.section(ids=["heading"]),
    ]
    _drop_ids(None, document, "page")
    assert [s["ids"] for s in document] == [[], ["own"], ["heading"]]


def test_the_label_that_hides_the_visible_text_goes():
    body = '<summary aria-label="Toggle hidden content"><p>Show</p></summary>'
    assert mended(body) == "<summary><p>Show</p></summary>"


@pytest.mark.parametrize("empty", ["", "<p></p>", "\n<p> </p>\n"])
def test_the_empty_corner_of_a_table_is_no_heading(empty):
    row = f'<tr><th class="head">{empty}</th><th class="head"><p>a</p></th></tr>'
    assert mended(row) == ('<tr><td class="head"></td><th class="head"><p>a</p></th></tr>')
