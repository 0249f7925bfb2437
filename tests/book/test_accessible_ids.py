from __future__ import annotations

from accessible_ids import _drop_ids, _drop_labels
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
    context = {"body": '<summary aria-label="Toggle hidden content"><p>Show</p></summary>'}
    _drop_labels(None, "page", "page.html", context, None)
    assert context["body"] == "<summary><p>Show</p></summary>"
