from __future__ import annotations

import pytest
from api_links import explained_in, lines

from dlbook import scratch


@pytest.fixture
def chapters(make_chapter):
    return [
        make_chapter("neurons", explains=("dlbook.scratch.ops.activations",)),
        make_chapter("backpropagation", explains=("dlbook.scratch.relu",)),
    ]


def test_all_chapters_that_explain_an_object_are_named(chapters):
    assert [c.slug for c in explained_in(scratch.relu, chapters)] == [
        "neurons",
        "backpropagation",
    ]
    assert [c.slug for c in explained_in(scratch.gelu, chapters)] == ["neurons"]


def test_what_no_chapter_explains_gets_no_line(chapters):
    assert explained_in(scratch.Tensor, chapters) == []
    assert lines([]) == []


def test_the_line_links_to_each_chapter(chapters):
    text = "\n".join(lines(chapters))
    assert ":doc:`Neurons </book/part/neurons>`" in text
    assert ":doc:`Backpropagation </book/part/backpropagation>`" in text
