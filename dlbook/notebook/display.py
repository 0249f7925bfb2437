r"""Display HTML in a notebook and text elsewhere; short texts with code and maths as HTML."""

from __future__ import annotations

import re
import sys
from html import escape

# Pandoc's rule for $: no space inside the ends, no digit after; so "$5 or $6" is money.
# And "2**3 * 4**5" is a product.
TOKEN = re.compile(
    r"`(?P<code>[^`]+)`"
    r"|\$(?P<math>[^\s$](?:[^$]*[^\s$])?)\$(?!\d)"
    r"|(?<!\w)\*\*(?P<bold>[^*\s](?:.*?\S)?)\*\*(?!\w)"
    r"|(?P<dollar>\$)",
    re.DOTALL,
)


def running_shell():
    """Return IPython's shell in a notebook; elsewhere None."""
    # A kernel has imported IPython long before: if it is not loaded, there is no kernel.
    ipython = sys.modules.get("IPython")
    return ipython and ipython.get_ipython()


def show(bundle: dict[str, str], metadata: dict | None = None) -> None:
    """Display ``bundle`` in a notebook; elsewhere print its ``"text/plain"``.

    Parameters
    ----------
    bundle : dict
        From MIME type to content. ``"text/plain"`` is required.
    metadata : dict, optional
        What a notebook stores with it.
    """
    if running_shell() is None:
        print(bundle["text/plain"])
    else:
        sys.modules["IPython"].display.display(bundle, metadata=metadata, raw=True)


def to_html(text: str) -> str:
    r"""Return ``text`` as HTML; whatever is not code, bold or maths is escaped.

    Maths is written for MathJax as ``\(...\)``, which needs no configuration.
    """
    parts, end = [], 0
    for match in TOKEN.finditer(text):
        parts += [escape(text[end : match.start()]), _element(match)]
        end = match.end()
    return "".join([*parts, escape(text[end:])])


def _element(match: re.Match) -> str:
    if match["code"]:
        return f"<code>{escape(match['code'])}</code>"
    if match["math"]:
        return rf"\({escape(match['math'])}\)"
    if match["bold"]:
        return f"<strong>{to_html(match['bold'])}</strong>"
    # Alone, so that no typesetter takes two of them for a formula.
    return '<span class="tex2jax_ignore mathjax_ignore">$</span>'
