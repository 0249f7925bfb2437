"""Convert text from MyST to plain Markdown: roles, links and directives.

Whatever has no plain form here is an error: teach it in ``ROLES`` or ``DIRECTIVES``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePosixPath

from tools.colab.myst import (
    Block,
    Code,
    ConversionError,
    Directive,
    Formula,
    Target,
    Text,
    blocks,
    remains,
)
from tools.colab.references import Context

TOKEN = re.compile(
    r"\{(?P<role>[A-Za-z][\w:.+-]*)\}(?P<ticks>`+)(?P<content>.+?)(?<!`)(?P=ticks)(?!`)"
    r"|(?P<code>(?P<code_ticks>`+)(?!`).+?(?<!`)(?P=code_ticks)(?!`))"
    r"|(?P<math>\$\$.+?\$\$|\$(?!\s)[^$]+?(?<!\s)\$(?!\d))"
    r"|(?<!!)\[(?P<text>[^\[\]]*)\]\((?P<target>[^()\s]+)\)",
    re.DOTALL,
)
WITH_TEXT = re.compile(r"(?P<text>.+?)\s*<(?P<target>[^<>]+)>", re.DOTALL)
ELSEWHERE = re.compile(r"[a-z][a-z+.-]*:")
ADMONITIONS = (
    "attention", "caution", "danger", "error", "hint", "important", "note", "seealso", "tip",
    "warning",
)  # fmt: skip
NAMES = {"seealso": "See also"}


def plain(text: str, context: Context) -> str:
    """Return a text in plain Markdown.

    Raises
    ------
    ConversionError
        If something is not known, or would be left as MyST.
    """
    converted = _convert(text, context)
    for problem in remains(converted):
        raise ConversionError(problem)
    return converted


def _convert(text: str, context: Context) -> str:
    parts = [_block(block, context) for block in blocks(text)]
    return "\n\n".join(part.strip("\n") for part in parts if part)


def _block(block: Block, context: Context) -> str:
    match block:
        case Text(text):
            return convert_line(text, context)
        case Code(text):
            return text
        case Formula(body, label):
            return equation(body, context.label(label).number if label else "")
        case Target():
            return ""
        case Directive():
            return convert_directive(block, context)


# --- within a line: roles and links ------------------------------------------------


def convert_line(text: str, context: Context) -> str:
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


# --- directives --------------------------------------------------------------------


def convert_directive(directive: Directive, context: Context) -> str:
    """Return a directive in plain Markdown.

    Raises
    ------
    ConversionError
        If the directive or one of its options is not known.
    """
    if directive.name not in DIRECTIVES:
        raise ConversionError(f"unknown directive {{{directive.name}}}")
    written, options = DIRECTIVES[directive.name]
    for option in directive.options:
        if option not in options:
            raise ConversionError(f"{{{directive.name}}} has the unknown option {option!r}")
    return written(directive, context)


def equation(body: str, number: str) -> str:
    """Return a formula, with its number where it has one."""
    if number and r"\begin{align}" in body:
        raise ConversionError(r"a formula within \begin{align} has numbers of its own")
    tag = f" \\tag{{{number}}}" if number else ""
    return f"$$\n{body}{tag}\n$$"


def quoted(title: str, body: str) -> str:
    """Return text in a box of its own, which plain Markdown has as a quotation."""
    text = f"**{title}**\n\n{body}" if body else f"**{title}**"
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


def folded(title: str, body: str) -> str:
    """Return text that a click unfolds."""
    return f"<details><summary>{title}</summary>\n\n{body}\n\n</details>"


def _admonition(directive: Directive, context: Context) -> str:
    name = NAMES.get(directive.name, directive.name.capitalize())
    # An admonition without a title may start on the line of its name.
    text = f"{directive.argument}\n{directive.body}".strip()
    return quoted(f"{name}.", _convert(text, context))


def _titled(directive: Directive, context: Context) -> str:
    title = _convert(directive.argument, context)
    body = _convert(directive.body, context)
    if "dropdown" in directive.options.get("class", "") or directive.name == "dropdown":
        return folded(title, body)
    return quoted(title, body)


def _exercise(directive: Directive, context: Context) -> str:
    label = context.label(directive.options.get("label", ""))
    title = f"### {label.text}: {_convert(directive.argument, context)}"
    return f"{title}\n\n{_convert(directive.body, context)}"


def _solution(directive: Directive, context: Context) -> str:
    label = context.label(directive.argument)
    return folded(f"Solution of {label.text}", _convert(directive.body, context))


def _math(directive: Directive, context: Context) -> str:
    name = directive.options.get("label")
    return equation(directive.body, context.label(name).number if name else "")


def _bibliography(directive: Directive, context: Context) -> str:
    return context.citations.listing()


def _code(directive: Directive, context: Context) -> str:
    return f"```{directive.argument}\n{directive.body}\n```"


# How each directive is written, and the options that it may have.
DIRECTIVES: dict[str, tuple[Callable, tuple[str, ...]]] = {
    **dict.fromkeys(ADMONITIONS, (_admonition, ("class",))),
    "admonition": (_titled, ("class",)),
    "dropdown": (_titled, ("class",)),
    "exercise": (_exercise, ("label", "class")),
    "solution": (_solution, ("class",)),
    "math": (_math, ("label",)),
    "footbibliography": (_bibliography, ()),
    "code-block": (_code, ()),
}
