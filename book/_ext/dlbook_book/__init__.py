"""The book's own Sphinx extension: chapters, exercises, live pages, the API.

Each module below has a ``setup`` of its own and can be read alone.
"""

from __future__ import annotations

from sphinx.application import Sphinx

from dlbook_book import (
    api,
    cell_links,
    chapter_end,
    chapter_figure,
    chapter_header,
    chapter_map,
    check_no_remote_assets,
    every_page,
    exercise_list,
    explorables,
    external_links,
    glossary,
    live_cells,
    live_exercise,
    live_site,
    page_cell,
    page_output,
    page_weight,
    print_view,
    reading_path,
    search_index,
    skip_links,
    tips,
)

MODULES = (
    external_links,  # first: it finds the remote that others link to
    check_no_remote_assets,
    chapter_header,
    chapter_end,
    chapter_figure,
    chapter_map,
    reading_path,
    cell_links,
    glossary,
    api,
    live_cells,
    page_cell,
    explorables,
    live_exercise,
    exercise_list,
    live_site,
    every_page,
    search_index,
    skip_links,
    page_output,
    print_view,
    tips,
    page_weight,  # last: what is left out depends on what is there
)


def setup(app: Sphinx) -> dict:
    """Set up every module."""
    for module in MODULES:
        module.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
