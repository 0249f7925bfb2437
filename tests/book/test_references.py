"""The bibliography: each key once, each entry whole, none that nobody cites."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

BOOK = Path(__file__).parents[2] / "book"
ENTRY = re.compile(r"^@(\w+)\{([^,\s]+),\n(.*?)^\}$", re.MULTILINE | re.DOTALL)
CITED = re.compile(r"\{footcite(?::\w+)?\}`([^`]+)`")


def faults(text: str, citing: str) -> list[str]:
    """Return what is wrong with a bibliography, given the texts that cite it."""
    entries = ENTRY.findall(text)
    keys = [key for _, key, _ in entries]
    cited = {key.strip() for group in CITED.findall(citing) for key in group.split(",")}
    found = [f"{key}: more than once" for key in sorted({k for k in keys if keys.count(k) > 1})]
    found += [f"{key}: not cited" for key in keys if key not in cited]
    found += [f"{key}: cited, not there" for key in sorted(cited - set(keys))]
    for _, key, fields in entries:
        found += [
            f"{key}: no {field}" for field in ("author", "title", "year") if field not in fields
        ]
    if len(entries) != len(re.findall(r"^@", text, re.MULTILINE)):
        found.append("an entry does not end with a brace in a line of its own")
    return found


def test_references_are_in_order():
    sources = [*BOOK.rglob("*.ipynb"), *BOOK.rglob("*.md")]
    citing = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    assert faults((BOOK / "references.bib").read_text(encoding="utf-8"), citing) == []


ONE = "@book{a2020x,\n  author = {A},\n  title = {X},\n  year = {2020},\n}\n"


@pytest.mark.parametrize(
    ("text", "citing", "fault"),
    [
        (ONE + ONE, "{footcite:t}`a2020x`", "a2020x: more than once"),
        (ONE, "", "a2020x: not cited"),
        (ONE, "{footcite:p}`a2020x,b2021y`", "b2021y: cited, not there"),
        (ONE.replace("year", "yeer"), "{footcite:p}`a2020x`", "a2020x: no year"),
        (ONE + ONE[:-2], "{footcite:p}`a2020x`", "an entry does not end with a brace"),
    ],
)
def test_a_fault_is_found(text, citing, fault):
    assert any(found.startswith(fault) for found in faults(text, citing))


def test_nothing_is_found_in_good_order():
    assert faults(ONE, "{footcite:p}`a2020x`") == []
