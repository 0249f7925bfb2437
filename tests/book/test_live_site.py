from __future__ import annotations

import pytest
from docutils import nodes
from docutils.utils import new_document
from live_site import is_live, manifest


@pytest.mark.parametrize(
    ("classes", "expected"),
    [
        (["live-work"], True),
        (["cell", "tag_live"], True),
        (["exercise-list"], True),
        (["cell"], False),
    ],
)
def test_a_page_is_live_that_holds_something_live(classes, expected):
    document = new_document("page")
    document += nodes.container("", nodes.container(classes=classes))
    assert is_live(document) is expected


def test_pages_without_text_of_their_own_are_not_live():
    assert is_live(None) is False


@pytest.fixture
def folder(tmp_path):
    python = tmp_path / "python-1.2"
    python.mkdir()
    for path, size in (
        (python / "a.wasm", 100),
        (python / "stdlib.zip", 20),
        (python / "a.js", 5),
        (tmp_path / "numpy-2.zip", 3),
        (tmp_path / "dlbook.zip", 1),
    ):
        path.write_bytes(b"x" * size)
    return tmp_path


def test_the_manifest_names_what_is_loaded_and_its_size(folder):
    found = manifest(folder)
    assert found["python"] == "python-1.2/"
    assert [name.partition("?")[0] for name in found["archives"]] == [
        "numpy-2.zip",
        "dlbook.zip",
    ]
    assert found["bytes"] == 124


def test_another_archive_has_another_address(folder):
    before = manifest(folder)["archives"]
    (folder / "dlbook.zip").write_bytes(b"y")
    after = manifest(folder)["archives"]
    assert after[0] == before[0]
    assert after[1] != before[1]
