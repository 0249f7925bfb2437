"""A text in MyST Markdown as plain Markdown, and the proof that it is plain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from tools.colab import directives, roles
from tools.colab.blocks import Block, Code, Directive, Formula, Target, Text, blocks
from tools.colab.context import Context
from tools.colab.errors import ConversionError

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


def plain(text: str, context: Context) -> str:
    """Return a text in plain Markdown.

    Raises
    ------
    ConversionError
        Where something is not known, or would be left as MyST.
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
            return roles.plain(text, context)
        case Code(text):
            return text
        case Formula(body, label):
            return directives.equation(body, context.label(label).number if label else "")
        case Target():
            return ""
        case Directive():
            return directives.plain(block, context, _convert)


def remains(text: str) -> Iterator[str]:
    """Yield what in a text is not plain Markdown, each as a sentence."""
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
