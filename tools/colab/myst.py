"""MyST Markdown: find what plain Markdown does not have, and prove that none is left."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

FENCE = re.compile(r"^(?P<indent> {0,3})(?P<fence>`{3,}|~{3,}|:{3,})\s*(?P<info>.*)$")
DIRECTIVE = re.compile(r"^\{(?P<name>[^}\s]+)\}\s*(?P<argument>.*)$")
OPTION = re.compile(r"^:(?P<name>[\w-]+):\s*(?P<value>.*)$")
FORMULA_END = re.compile(r"^(?P<body>.*?)\$\$\s*(?:\((?P<label>[^)]+)\))?\s*$")
TARGET = re.compile(r"^\((?P<label>[^)]+)\)=\s*$")
# With all extensions that a chapter could use: what they add must not be left.
EXTENSIONS = (
    "amsmath", "attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath",
    "fieldlist", "html_image", "substitution", "tasklist",
)  # fmt: skip
# What Colab, GitHub and JupyterLab show without an extension.
PLAIN = {
    "blockquote", "bullet_list", "code_block", "code_inline", "em", "fence", "hardbreak",
    "heading", "hr", "html_block", "html_inline", "inline", "link", "list_item", "math_block",
    "math_inline", "ordered_list", "paragraph", "s", "softbreak", "strong", "table", "tbody",
    "td", "text", "th", "thead", "tr",
}  # fmt: skip


class ConversionError(ValueError):
    """Something in a cell has no known plain form; the message tells where."""


@dataclass(frozen=True)
class Text:
    """Lines of text."""

    text: str


@dataclass(frozen=True)
class Code:
    """A fence that holds code, with its fences."""

    text: str


@dataclass(frozen=True)
class Formula:
    """What stands between two lines of ``$$``, and the equation's label, if it has one."""

    body: str
    label: str = ""


@dataclass(frozen=True)
class Target:
    """``(label)=``: a name for the heading that follows."""

    label: str


@dataclass(frozen=True)
class Directive:
    """A directive with its argument, options and body."""

    name: str
    argument: str
    body: str
    options: dict[str, str] = field(default_factory=dict)


Block = Text | Code | Formula | Target | Directive


def blocks(text: str) -> list[Block]:
    """Return the blocks of a text.

    Raises
    ------
    ConversionError
        If a fence or a formula does not end.
    """
    lines, found, plain, at = text.splitlines(), [], [], 0
    while at < len(lines):
        block, after = _block(lines, at)
        if block is None:
            plain.append(lines[at])
        else:
            found += _text(plain)
            found.append(block)
            plain = []
        at = after
    return [*found, *_text(plain)]


def _text(lines: list[str]) -> list[Text]:
    return [Text("\n".join(lines))] if any(line.strip() for line in lines) else []


def _block(lines: list[str], at: int) -> tuple[Block | None, int]:
    """Return the block that starts at a line, if one does, and where to go on."""
    line = lines[at]
    if match := TARGET.match(line):
        return Target(match["label"]), at + 1
    if line.startswith("$$"):
        return _formula(lines, at)
    if match := FENCE.match(line):
        end = _closing(lines, at, match["fence"])
        return _fenced(match["info"], lines[at : end + 1]), end + 1
    return None, at + 1


def _formula(lines: list[str], at: int) -> tuple[Formula, int]:
    body = [lines[at][2:]]
    for end in range(at, len(lines)):
        rest = lines[end][2:] if end == at else lines[end]
        if match := FORMULA_END.match(rest):
            body = [*body, rest] if end > at else [rest]
            body[-1] = match["body"]
            return Formula("\n".join(body).strip("\n"), match["label"] or ""), end + 1
        if end > at:
            body.append(rest)
    raise ConversionError(f"the formula {lines[at]!r} does not end")


def _closing(lines: list[str], at: int, fence: str) -> int:
    """Return the line that closes a fence; colons are counted, as they are nested."""
    for end in range(at + 1, len(lines)):
        line = lines[end].strip()
        if line and set(line) == {fence[0]} and len(line) >= len(fence):
            return end
    raise ConversionError(f"the fence {lines[at]!r} does not end")


def _fenced(info: str, lines: list[str]) -> Block:
    match = DIRECTIVE.match(info.strip())
    if match is None:
        if lines[0].lstrip().startswith(":"):
            raise ConversionError(f"{lines[0]!r} names no directive")
        return Code("\n".join(lines))
    body, options = lines[1:-1], {}
    while body and (option := OPTION.match(body[0])):
        options[option["name"]] = option["value"]
        body = body[1:]
    return Directive(match["name"], match["argument"], "\n".join(body).strip("\n"), options)


def remains(text: str) -> Iterator[str]:
    """Yield everything in a text that is not plain Markdown, each as a sentence."""
    parser = create_md_parser(MdParserConfig(enable_extensions=EXTENSIONS), RendererHTML)
    for token in _tokens(parser.parse(text)):
        kind = token.type.removesuffix("_open").removesuffix("_close")
        if kind not in PLAIN:
            shown = token.content or token.info or token.markup
            yield f"{kind} is not plain Markdown, and is not converted: {shown!r}"
        elif kind == "fence" and token.info.startswith("{"):
            yield f"the directive {token.info!r} is left"
        elif kind == "link" and token.nesting == 1 and not _leads(str(token.attrs["href"])):
            yield f"the link to {token.attrs['href']!r} leads nowhere from Colab"


def _leads(address: str) -> bool:
    """Whether Colab can open an address: one in full, or of a notebook beside this one."""
    return "://" in address or address.endswith(".ipynb")


def _tokens(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _tokens(token.children or [])
