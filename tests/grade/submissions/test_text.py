from __future__ import annotations

import pytest

from dlbook.grade.submissions.text import decoded


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("x = 'é'\n".encode(), "x = 'é'\n"),
        ("x = 'é'\n".encode("utf-8-sig"), "x = 'é'\n"),
        ("x = 'é'\n".encode("utf-16"), "x = 'é'\n"),
        (
            "# -*- coding: latin-1 -*-\n# é\n".encode("latin-1"),
            "# -*- coding: latin-1 -*-\n# é\n",
        ),
        (b"a\r\nb\rc", "a\nb\nc"),
    ],
)
def test_what_names_its_encoding_is_read_in_it(data, text):
    assert decoded(data) == (text, True)


@pytest.mark.parametrize(
    "data", [b"x = '\xe9'", b"# coding: rot13\n\xff", b"# coding: none-such\n\xff"]
)
def test_the_rest_is_read_as_latin_1(data):
    text, known = decoded(data)
    assert text == data.decode("latin-1")
    assert not known
