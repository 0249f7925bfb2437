"""A little TeX as HTML: the formulas of hints, in a page that loads nothing."""

from __future__ import annotations

import re
from html import escape

from dlbook.exercise.report_html import CODE, MATH

NAMES = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau "
    "upsilon phi chi psi omega Delta Sigma sum prod int partial nabla infty cdot times odot le "
    "leq ge geq ne neq approx to top ldots dots cdots pm mid in ell quad"
)
SIGNS = dict(
    zip(NAMES.split(), "αβγδεζηθικλμνξπρστυφχψωΔΣ∑∏∫∂∇∞·×⊙≤≤≥≥≠≠≈→⊤……⋯±|∈ℓ\u2003", strict=True)
)
ACCENTS = {"bar": "\u0304", "hat": "\u0302", "tilde": "\u0303"}
FONTS = {"mathbf": "b", "boldsymbol": "b", "mathrm": "span", "text": "span", "mathbb": "b"}
TOKEN = re.compile(r"\\[A-Za-z]+|\\.|[\^_{}]|[^\\^_{}]")


def prose_html(text: str) -> str:
    """Return a sentence with ``code`` in backticks and ``$formulas$`` as HTML."""
    parts = CODE.split(text)
    plain = map(_with_formulas, parts[::2])
    code = (f"<code>{escape(part, quote=False)}</code>" for part in parts[1::2])
    return "".join(x for pair in zip(plain, [*code, ""], strict=True) for x in pair)


def _with_formulas(text: str) -> str:
    parts = MATH.split(text)
    for i, part in enumerate(parts):
        is_formula = i % 2
        parts[i] = formula_html(part) if is_formula else escape(part, quote=False)
    return re.sub(r"\*([^*\s][^*]*)\*", r"<em>\1</em>", "".join(parts))


def formula_html(formula: str) -> str:
    """Return a formula as HTML; a command that is not known stands as its name."""
    tokens = TOKEN.findall(formula)
    return f'<span class="math">{_sequence(tokens)}</span>'


def _sequence(tokens: list[str]) -> str:
    """Return tokens up to the end of their group, and take them off the list."""
    found = []
    while tokens:
        token = tokens.pop(0)
        if token == "}":
            break
        found.append(_atom(token, tokens))
    return "".join(found)


def _atom(token: str, tokens: list[str]) -> str:
    if token == "{":
        return _sequence(tokens)
    if token in "^_":
        tag = "sup" if token == "^" else "sub"
        return f"<{tag}>{_argument(tokens)}</{tag}>"
    name = token.removeprefix("\\")
    if name in ACCENTS:  # it has to follow the letter itself, before what closes its tags
        letter, closing, rest = _argument(tokens).partition("</")
        return letter + ACCENTS[name] + closing + rest
    if name in FONTS:
        return f"<{FONTS[name]}>{_argument(tokens)}</{FONTS[name]}>"
    if name in ("frac", "tfrac", "dfrac"):
        return f"({_argument(tokens)})/({_argument(tokens)})"
    if name == "sqrt":
        return f"√({_argument(tokens)})"
    if token.startswith("\\") and name in "{}|#%&_":
        return escape(name)
    if token.startswith("\\"):  # log, max and other functions stand as their names
        return SIGNS.get(name, "\u2009" if name in ",;! " else f"{escape(name)}\u2009")
    return f"<i>{token}</i>" if token.isalpha() else escape(token.replace("-", "−"))


def _argument(tokens: list[str]) -> str:
    while tokens and tokens[0] == " ":
        tokens.pop(0)
    return _atom(tokens.pop(0), tokens) if tokens else ""
