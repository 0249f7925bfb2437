"""The symbols of the book: the tables of ``book/notation.md`` are the source.

A section that has the title of a chapter speaks of that chapter alone. Symbols get names
that do not depend on how a formula was written, ``b:W`` for a bold W, ``bar(v)_i`` for an
adjoint; ``symbols.js`` names what MathJax has set in the same way. In a name ``*`` stands
for anything: ``h_*`` is h with any index, ``bar(*)`` any adjoint.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.chapters import ROOT

PAGE = Path("book/notation.md")
HEADING = re.compile(r"^#{2,3} +(.+?) *$", re.MULTILINE)
FORMULA = re.compile(r"\$([^$]+)\$")
CELL = re.compile(r"(?:\$[^$]*\$|`[^`]*`|[^|$`])+")
TOKEN = re.compile(r"\\(?:[A-Za-z]+|.)|\S")
STYLES = {
    "mathbf": "b:", "boldsymbol": "b:", "mathrm": "r:", "operatorname": "r:", "text": "r:",
    "mathcal": "s:", "mathbb": "s:",
}  # fmt: skip
ACCENTS = ("bar", "hat", "tilde", "dot")
FUNCTIONS = ("log", "max", "min", "exp")
SPACES = (r"\,", r"\;", r"\!", r"\ ", r"\quad")
SIGNS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε",
    "zeta": "ζ", "eta": "η", "theta": "θ", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν",
    "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "ϕ", "varphi": "φ",
    "chi": "χ", "psi": "ψ", "omega": "ω", "Delta": "Δ", "Sigma": "Σ", "Phi": "Φ",
    "ell": "ℓ", "nabla": "∇", "partial": "∂", "ast": "∗", "top": "⊤", "odot": "⊙", "cdot": "⋅",
}  # fmt: skip
PLAIN = {"-": "−", "*": "∗"}


@dataclass(frozen=True)
class Symbol:
    """A row of a table.

    ``written`` is its first cell, ``meaning`` what it stands for, ``shape`` its shape or an
    empty string, all in Markdown; ``names`` are the names of its symbols, ``also`` patterns
    and letters that it explains if no row names them, ``chapter`` the title of the chapter
    that it belongs to, or an empty string.
    """

    written: str
    meaning: str
    shape: str
    names: tuple[str, ...]
    also: tuple[str, ...]
    chapter: str


def read_symbols(titles: Iterable[str], root: Path = ROOT) -> list[Symbol]:
    """Return the symbols of the page, where chapters have these titles.

    Raises
    ------
    ValueError
        If a symbol is written with a command that is not known here.
    """
    path = root / PAGE
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    titles, found = set(titles), []
    parts = HEADING.split(text)
    for title, section in zip(parts[1::2], parts[2::2], strict=True):
        chapter = title if title in titles else ""
        for header, cells in _rows(section):
            found += _symbol(header, cells, chapter)
    return found


def _rows(section: str) -> Iterator[tuple[list[str], list[str]]]:
    """Yield each row of the section's tables with the header of its table."""
    lines = [line for line in section.splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in CELL.findall(line)] for line in lines]
    yield from ((rows[0], row) for row in rows[2:])


def _symbol(header: list[str], cells: list[str], chapter: str) -> list[Symbol]:
    shape = cells[2] if header[2:] == ["shape"] else ""
    if "$" in cells[0]:
        names, also = _names(cells[0])
    elif name := _pattern(cells):
        names, also = (name,), ()
    else:
        return []
    meaning = cells[1] if header[1] == "is" else f"{header[1].removeprefix('is ')} {cells[1]}"
    return [Symbol(cells[0], meaning, shape, names, also, chapter)]


def _names(cell: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of a cell's symbols, and what else the row explains."""
    atoms = [parse(formula) for formula in FORMULA.findall(cell)]
    first = tuple("⊙" if "⊙" in names else names[0] for names in atoms)
    if first[0] == "[":  # any bracket
        return (), ()
    if first[0] == "e^z":
        return ("e^*",), ()
    if first[0].endswith("^⊤"):
        return ("*^⊤",), ()
    also = []
    for name in first:
        base, _, index = name.partition("_")
        of_row = base in first or f"b:{base}" in first  # entries are not bold
        if index and (of_row or index in ("t", "ℓ") or "," in index):
            also.append(f"{base}_*")
        if index == "t" or f"b:{base}" in first:
            also.append(base)
    return first, tuple(also)


def _pattern(cells: list[str]) -> str:
    """Return the pattern of a row that explains a way of writing by an example."""
    example = parse(FORMULA.findall(cells[2])[0])[0]
    if match := re.match(r"(\w+)\(.\)", example):
        return f"{match[1]}(*)"
    _, power, above = example.partition("^")
    return f"*^{'(*)' if above.startswith('(') else above}" if power else ""


# --- formulas -----------------------------------------------------------------------


def parse(formula: str) -> list[str]:
    """Return the names of a formula's symbols, from left to right."""
    tokens = [token for token in TOKEN.findall(formula) if token not in SPACES]
    return _sequence(tokens[::-1], "")


def _sequence(tokens: list[str], style: str) -> list[str]:
    """Read symbols up to a closing brace; the tokens' end is their beginning."""
    names = []
    while tokens and tokens[-1] != "}":
        names.append(_scripts(_atom(tokens, style), tokens, style))
    if tokens:
        tokens.pop()
    return names


def _scripts(name: str, tokens: list[str], style: str) -> str:
    below = above = ""
    while tokens and tokens[-1] in ("_", "^", "'"):
        mark = tokens.pop()
        if mark == "'":
            above += "′"
        elif mark == "_":
            below = _atom(tokens, style)
        else:
            above += _atom(tokens, style)
    return name + (f"_{below}" if below else "") + (f"^{above}" if above else "")


def _atom(tokens: list[str], style: str) -> str:
    token = tokens.pop()
    if token == "{":
        return "".join(_sequence(tokens, style))
    if not token.startswith("\\"):
        if token.isalpha():
            return f"{style}{token}"
        return PLAIN.get(token, token)
    command = token[1:]
    if command in STYLES:
        return _atom(tokens, STYLES[command])
    if command in ACCENTS:
        return f"{command}({_atom(tokens, style)})"
    if command in FUNCTIONS:
        return "".join(f"r:{letter}" for letter in command)
    if command in SIGNS:
        sign = SIGNS[command]
        return f"{style}{sign}" if style == "b:" and sign.isalpha() else sign
    if command in ("lVert", "rVert"):
        return "‖"
    raise ValueError(f"{token} is not known in symbols: teach tools/notation.py")
