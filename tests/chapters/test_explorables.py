"""Each chapter has a figure that moves, and a page computes what the notebook has stored."""

from __future__ import annotations

import base64
import json
import zlib

import pytest
from dlbook_book.explorables import explorables
from dlbook_book.live_cells import live_setup
from dlbook_page import answer

from tools.chapters import code_tags

pytestmark = pytest.mark.usefixtures("page_python")


def test_a_page_computes_what_is_stored(chapter, listed):
    notebook = listed.notebook()
    figures = explorables(notebook)
    assert figures, "a chapter has a figure that moves: see CONTRIBUTING.md"
    above = [["setup", live_setup(notebook)]]
    for number, cell in enumerate(notebook["cells"]):
        if "live" in code_tags(cell):
            above.append([f"cell {number}", "".join(cell["source"])])
        if "explore" in code_tags(cell):
            figure = figures.pop(0)
            stored = unpack(figure["stored"])
            for place in (0, len(stored["frames"]) - 1):
                at = [row[0 if place == 0 else -1] for row in stored["grid"]]
                request = {"kind": "frame", "code": figure["code"], "above": above, "at": at}
                found = json.loads(answer(json.dumps(request), print))
                assert "error" not in found, found["error"]
                expected = stored["frames"][place]
                for name, value in expected["numbers"].items():
                    told = value if isinstance(value, str) else pytest.approx(value, rel=1e-3)
                    assert found["frame"]["numbers"][name] == told
                for title, marks in expected["plots"].items():
                    assert [m["kind"] for m in found["frame"]["plots"][title]] == marks


def unpack(text):
    """Return the stored positions and frames; of marks their kinds."""
    held = json.loads(zlib.decompress(base64.b64decode(text)))
    for frame in held["frames"]:
        for title, marks in frame["plots"].items():
            frame["plots"][title] = [mark["kind"] for mark in marks]
    return held
