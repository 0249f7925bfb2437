"""What stands within a line: roles and links."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePosixPath

from tools.colab.context import Context
from tools.colab.errors import ConversionError

TOKEN = re.compile(
    r"\{(?P<role>[A-Za-z][\w:.+-]*)\}(?P<ticks>`+)(?P<content>.+?)(?<!`)(?P=ticks)(?!`)"
    r"|(?P<code>(?P<code_ticks>`+)(?!`).+?(?<!`)(?P=code_ticks)(?!`))"
    r"|(?P<math>\$\$.+?\$\$|\$(?!\s)[^$]+?(?<!\s)\$(?!\d))"
    r"|(?<!!)\[(?P<text>[^\[\]]*)\]\((?P<target>[^()\s]+)\)",
    re.DOTALL,
)
WITH_TEXT = re.compile(r"(?P<text>.+?)\s*<(?P<target>[^<>]+)>", re.DOTALL)
ELSEWHERE = re.compile(r"[a-z][a-z+.-]*:")


def plain(text: str, context: Context) -> str:
    """Return text with its roles and links resolved; code and formulas stay."""
    return TOKEN.sub(lambda match: _token(match, context), text)


def cited(text: str) -> list[str]:
    """Return the keys of all works that a text cites, in order."""
    roles = (m for m in TOKEN.finditer(text) if m["role"] in ("footcite:t", "footcite:p"))
    return [key for match in roles for key in keys(match["content"])]


def keys(content: str) -> list[str]:
    """Return the keys of a citation."""
    return [key.strip() for key in content.split(",")]


def _token(match: re.Match, context: Context) -> str:
    if match["role"]:
        if match["role"] not in ROLES:
            raise ConversionError(f"unknown role {{{match['role']}}} in {match[0]!r}")
        return ROLES[match["role"]](match["content"], context)
    if match["target"]:
        return _link(match["text"], match["target"], context)
    return match[0]


def split(content: str) -> tuple[str, str]:
    """Return text and target of ``text <target>``; the text is empty where none is given."""
    match = WITH_TEXT.fullmatch(content)
    return (match["text"], match["target"]) if match else ("", content)


def _reference(kinds: tuple[str, ...]) -> Callable[[str, Context], str]:
    """Return a role that refers to a label of some kinds."""

    def role(content: str, context: Context) -> str:
        text, name = split(content)
        label = context.label(name)
        if label.kind not in kinds:
            raise ConversionError(f"{name!r} is of kind {label.kind}, not {' or '.join(kinds)}")
        shown = text.replace("%s", label.number).replace("{number}", label.number)
        if label.chapter == context.chapter and not context.folder:
            return shown or label.text
        return context.chapter_link(shown or label.text, label.chapter)

    return role


def _document(content: str, context: Context) -> str:
    text, target = split(content)
    return _page(text, target, context)


def _link(text: str, target: str, context: Context) -> str:
    if ELSEWHERE.match(target):
        return f"[{text}]({target})"
    if target.startswith("#"):
        return ROLES["ref"](f"{text} <{target[1:]}>" if text else target[1:], context)
    return _page(text, target, context)


def _page(text: str, target: str, context: Context) -> str:
    """Return a link to a page of the book, as a chapter writes it."""
    path = PurePosixPath(target.partition("#")[0])
    slug = path.name.removesuffix(".ipynb")
    if slug in context.chapters and path.suffix in ("", ".ipynb"):
        return context.chapter_link(text, slug)
    if path.parent.name == "exercises" and slug.removesuffix("-solutions") in context.chapters:
        return f"[{text}]({context.folder}exercises/{path.name})"
    if path.suffix == ".ipynb":
        raise ConversionError(f"there is no chapter {slug!r}, to which {target!r} links")
    if path.suffix not in ("", ".md") or not text:
        raise ConversionError(f"a link needs a text and a page of the book, not {target!r}")
    inner = [part for part in path.with_suffix(".md").parts if part != ".."]
    return context.file_link(text, "/".join(["book", *inner]))


def _file(content: str, context: Context) -> str:
    return context.file_link(f"`{content}`", content)


ROLES: dict[str, Callable[[str, Context], str]] = {
    "footcite:t": lambda content, context: context.citations.textual(keys(content)),
    "footcite:p": lambda content, context: context.citations.parenthetical(keys(content)),
    "numref": _reference(("figure",)),
    "eq": _reference(("equation",)),
    "ref": _reference(("figure", "exercise", "section")),
    "doc": _document,
    "term": lambda content, context: split(content)[0] or content,
    "math": lambda content, context: f"${content}$",
    "repo-file": _file,
}
