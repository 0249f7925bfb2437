"""The blocks of MyST Markdown that plain Markdown does not have, found line by line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tools.colab.errors import ConversionError

FENCE = re.compile(r"^(?P<indent> {0,3})(?P<fence>`{3,}|~{3,}|:{3,})\s*(?P<info>.*)$")
DIRECTIVE = re.compile(r"^\{(?P<name>[^}\s]+)\}\s*(?P<argument>.*)$")
OPTION = re.compile(r"^:(?P<name>[\w-]+):\s*(?P<value>.*)$")
FORMULA_END = re.compile(r"^(?P<body>.*?)\$\$\s*(?:\((?P<label>[^)]+)\))?\s*$")
TARGET = re.compile(r"^\((?P<label>[^)]+)\)=\s*$")


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
        Where a fence or a formula does not end.
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
