from __future__ import annotations

from claim_outputs import _set_apart, split
from docutils import nodes
from docutils.utils import new_document

MIXED = "loss 3\nclaim: accuracy ≥ 0.9 ✓\nclaim: gap ≤ 1e-6 ✓\nend\n"


def shown(text, *classes):
    document = new_document("page")
    document += nodes.literal_block(text, text, classes=list(classes))
    _set_apart(None, document, "page")
    return [("claims" in b["classes"], b.astext()) for b in document.findall()
            if isinstance(b, nodes.literal_block)]  # fmt: skip


def test_claims_are_split_from_what_else_was_printed():
    assert split(MIXED) == [
        (False, "loss 3"),
        (True, "claim: accuracy ≥ 0.9 ✓\nclaim: gap ≤ 1e-6 ✓"),
        (False, "end"),
    ]


def test_outputs_are_marked_and_nothing_is_lost():
    assert shown(MIXED, "output", "stream") == split(MIXED)


def test_an_output_without_claims_is_left_alone():
    assert shown("a\n\nb\n", "output", "stream") == [(False, "a\n\nb\n")]


def test_code_that_looks_like_a_claim_is_left_alone():
    assert shown("claim: x\n") == [(False, "claim: x\n")]
