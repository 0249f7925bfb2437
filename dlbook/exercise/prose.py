r"""Sentences for readers, with ``code``, ``*emphasis*`` and ``$formulas$``, in two forms.

A page and a notebook typeset them; a terminal shows plain text, in which a formula such as
``$\tfrac12 x^{2}$`` is written 1/2 x².
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

CODE = re.compile(r"`([^`]+)`")
MATH = re.compile(r"\$([^\s$](?:[^$]*[^\s$])?)\$(?!\d)")
EMPHASIS = re.compile(r"(?<![\w*])(\*{1,2})(?!\s)([^*]+?)(?<!\s)\1(?![\w*])")


def to_html(text: str) -> str:
    r"""Return a sentence as HTML; formulas are for MathJax, as ``\(...\)``."""
    return _in_turn(CODE.split(text), _html, lambda x: f"<code>{escape(x, quote=False)}</code>")


def to_text(text: str) -> str:
    """Return a sentence as plain text; code keeps its backticks."""
    return _in_turn(CODE.split(text), _plain, lambda code: f"`{code}`")


def _in_turn(parts: list[str], even: Callable, odd: Callable) -> str:
    return "".join((odd if i % 2 else even)(part) for i, part in enumerate(parts))


def _html(text: str) -> str:
    parts = MATH.split(escape(text, quote=False))
    return "".join(
        rf"\({part}\)" if i % 2 else EMPHASIS.sub(_element, part)
        for i, part in enumerate(parts)
    )


def _element(match: re.Match) -> str:
    name = "strong" if len(match[1]) == 2 else "em"
    return f"<{name}>{match[2]}</{name}>"


def _plain(text: str) -> str:
    return _in_turn(MATH.split(text), lambda rest: EMPHASIS.sub(r"\2", rest), formula)


# --- formulas as text -------------------------------------------------------------------

NAMES = """
alpha α beta β gamma γ delta δ epsilon ε varepsilon ε eta η theta θ lambda λ mu μ pi π rho ρ
sigma σ tau τ phi φ chi χ psi ψ omega ω ell ℓ Delta Δ Sigma Σ Phi Φ top ᵀ partial ∂ nabla ∇
cdot · times × pm ± approx ≈ le ≤ leq ≤ ge ≥ geq ≥ ne ≠ to → leftarrow ← infty ∞ in ∈ sim ~
dots … ldots … cdots … sum Σ prod Π odot ⊙ mid | lVert ‖ rVert ‖ lfloor ⌊ rfloor ⌋ lceil ⌈
rceil ⌉
"""
SYMBOLS = dict(zip(NAMES.split()[::2], NAMES.split()[1::2], strict=True))
SILENT = ("left", "right", "quad")
ACCENTS = {
    "bar": "\u0304",
    "dot": "\u0307",
    "hat": "\u0302",
    "tilde": "\u0303",
    "vec": "\u20d7",
}
RAISED = str.maketrans("0123456789+-()n*ᵀ", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ*ᵀ")
LOWERED = str.maketrans("0123456789+-()", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎")
TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\s+|.", re.DOTALL)


def formula(tex: str) -> str:
    """Return a formula of TeX as text; what is not known stays as it is written."""
    return " ".join(_read(TOKEN.findall(tex)).split())


def _read(tokens: list[str], until: str = "") -> str:
    """Return what tokens say, up to a closing one; what is read is taken out of the list."""
    found = ""
    while tokens:
        token = tokens.pop(0)
        if token == until:
            break
        if token in ("^", "_"):
            found += _script(token, _argument(tokens))
        elif token == "{":
            found += _read(tokens, "}")
        else:
            text = _command(token, tokens) if token[0] == "\\" else token
            apart = len(text) > 2 and found[-1:].isalnum() and text[0].isalpha()
            found += f" {text}" if apart else text
    return found


def _argument(tokens: list[str]) -> str:
    while tokens and tokens[0].isspace():
        tokens.pop(0)
    if not tokens:
        return ""
    token = tokens.pop(0)
    if token == "{":
        return _read(tokens, "}")
    return _command(token, tokens) if token[0] == "\\" else token


def _command(token: str, tokens: list[str]) -> str:
    name = token[1:]
    if name in ("frac", "tfrac", "dfrac"):
        return f"{_grouped(_argument(tokens))}/{_grouped(_argument(tokens))}"
    if name == "sqrt":
        return f"√{_grouped(_argument(tokens))}"
    if name in ACCENTS:
        base = _argument(tokens)
        return f"{base}{ACCENTS[name]}" if len(base) == 1 else base
    if name in ("mathbf", "mathrm", "mathbb", "mathcal", "operatorname", "text", "boldsymbol"):
        return _argument(tokens)
    if not name.isalpha():  # \, is a thin space, \{ a brace
        return " " if name in ",;:! " else name
    if name in SILENT or name in SYMBOLS:
        return SYMBOLS.get(name, "")
    # A function, such as \log.
    return name if not tokens or tokens[0] in "(_^ " else f"{name} "


def _grouped(text: str) -> str:
    return text if re.fullmatch(r"\w+|.", text) else f"({text})"


def _script(mark: str, text: str) -> str:
    moved = text.translate(RAISED if mark == "^" else LOWERED)
    plain = any(a == b and a not in "*ᵀ" for a, b in zip(text, moved, strict=True))
    return f"{mark}{_grouped(text)}" if plain else moved
