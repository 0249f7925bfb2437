"""Citations are authors and year; the list has what is cited, and nothing else."""

from __future__ import annotations

import pytest
from pybtex.database import parse_string

from tools.colab.citations import Citations
from tools.colab.errors import ConversionError


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("one1958first", "Bürger (1958)"),
        ("two2001pair", "de la Cruz and Day (2001)"),
        ("many2017a", "Dee et al. (2017)"),
        ("some2020team", "The Team et al. (2020)"),
    ],
)
def test_authors_and_year(works, key, expected):
    assert Citations(works, [key]).textual([key]) == expected


def test_several_works(works):
    keys = ["two2001pair", "one1958first", "many2017a"]
    citations = Citations(works, keys)
    assert citations.textual(keys) == (
        "de la Cruz and Day (2001), Bürger (1958) and Dee et al. (2017)"
    )
    assert citations.parenthetical(keys[:2]) == "(de la Cruz and Day, 2001; Bürger, 1958)"


def test_two_works_of_a_year_are_told_apart(works):
    citations = Citations(works, ["many2017b", "many2017a", "many2017b"])
    assert citations.textual(["many2017a"]) == "Dee et al. (2017a)"
    assert citations.parenthetical(["many2017b"]) == "(Dee et al., 2017b)"
    first, second = sorted(citations.listing().splitlines(), key=lambda line: "Bias" in line)
    assert first.startswith("- Dee et al., 2017a: A. Dee, B. Eff, and C. Gee. Attention.")
    assert second.startswith("- Dee et al., 2017b: A. Dee, B. Eff, and D. Aitch. Bias.")


def test_the_list_is_by_author_and_escapes_markdown(works):
    citations = Citations(works, ["many2017a", "one1958first"])
    assert citations.listing().splitlines() == [
        r"- Ann Bürger. First ReLU. *J\_1*, 1958. [doi:10.1/(a)\_b](https://doi.org/10.1/(a)_b).",
        "- A. Dee, B. Eff, and C. Gee. Attention. *J*, 2017.",
    ]


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("@misc{a, author = {A, B}, title = {T}}", "has no year"),
        ("@misc{a, year = {2000}, title = {T}}", "neither author nor editor"),
        ("@misc{b, year = {2000}, title = {T}}", "not in the bibliography"),
    ],
)
def test_what_cannot_be_cited_is_an_error(entry, message):
    with pytest.raises(ConversionError, match=message):
        Citations(parse_string(entry, "bibtex"), ["a"])
