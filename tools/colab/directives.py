"""Directives in plain Markdown."""

from __future__ import annotations

from collections.abc import Callable

from tools.colab.blocks import Directive
from tools.colab.context import Context
from tools.colab.errors import ConversionError

Convert = Callable[[str, Context], str]
ADMONITIONS = (
    "attention", "caution", "danger", "error", "hint", "important", "note", "seealso", "tip",
    "warning",
)  # fmt: skip
NAMES = {"seealso": "See also"}


def plain(directive: Directive, context: Context, convert: Convert) -> str:
    """Return a directive in plain Markdown.

    Parameters
    ----------
    directive : Directive
        The directive.
    context : Context
        The notebook.
    convert : callable
        Converts the text within the directive.

    Raises
    ------
    ConversionError
        Where the directive or one of its options is not known.
    """
    if directive.name not in DIRECTIVES:
        raise ConversionError(f"unknown directive {{{directive.name}}}")
    written, options = DIRECTIVES[directive.name]
    for option in directive.options:
        if option not in options:
            raise ConversionError(f"{{{directive.name}}} has the unknown option {option!r}")
    return written(directive, context, convert)


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


def _admonition(directive: Directive, context: Context, convert: Convert) -> str:
    name = NAMES.get(directive.name, directive.name.capitalize())
    # An admonition without a title may start on the line of its name.
    text = f"{directive.argument}\n{directive.body}".strip()
    return quoted(f"{name}.", convert(text, context))


def _titled(directive: Directive, context: Context, convert: Convert) -> str:
    title = convert(directive.argument, context)
    body = convert(directive.body, context)
    if "dropdown" in directive.options.get("class", "") or directive.name == "dropdown":
        return folded(title, body)
    return quoted(title, body)


def _exercise(directive: Directive, context: Context, convert: Convert) -> str:
    label = context.label(directive.options.get("label", ""))
    title = f"### {label.text}: {convert(directive.argument, context)}"
    return f"{title}\n\n{convert(directive.body, context)}"


def _solution(directive: Directive, context: Context, convert: Convert) -> str:
    label = context.label(directive.argument)
    return folded(f"Solution of {label.text}", convert(directive.body, context))


def _math(directive: Directive, context: Context, convert: Convert) -> str:
    name = directive.options.get("label")
    return equation(directive.body, context.label(name).number if name else "")


def _bibliography(directive: Directive, context: Context, convert: Convert) -> str:
    return context.citations.listing()


def _code(directive: Directive, context: Context, convert: Convert) -> str:
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
