"""A file in the percent format is cut into its cells."""

from __future__ import annotations

import pytest

from dlbook.exercise.cells import Cell, FormatError, split

TEXT = """\
# header
# %% [markdown] tags=["rubric"]
# A line.
#
#   indented
#$x$

# %%  tags=["starter", "check"]   a remark

x = 1

# %% a title
y = 2
"""


def test_a_file_is_cut_into_cells():
    preamble, cells = split(TEXT)
    assert preamble == "# header"
    assert cells == [
        Cell("markdown", ("rubric",), "A line.\n\n  indented\n$x$", 3),
        Cell("code", ("starter", "check"), "x = 1", 9),
        Cell("code", (), "y = 2", 13),
    ]


def test_a_file_without_cells_is_all_preamble():
    assert split("# a\nx = 1") == ("# a\nx = 1", [])


def test_code_in_a_markdown_cell_is_refused_with_its_line():
    with pytest.raises(FormatError, match=r"relu\.py, line 3: .*got 'x = 1'"):
        split("# %% [markdown]\n# text\nx = 1", "relu.py")


@pytest.mark.parametrize("tags", ["tags=[starter]", "tags=['check']"])
def test_tags_that_are_no_list_of_texts_are_refused(tags):
    with pytest.raises(FormatError, match="line 2: expected tags="):
        split(f"# a\n# %% {tags}\n")
