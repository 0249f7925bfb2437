"""On pages of source code, mend the links back to the API page.

viewcode takes all objects of a file to be documented under one module. Where a
file's class is documented as ``dlbook.scratch.Tensor`` and its function as
``dlbook.scratch.tensor.make_result``, one of the two links leads nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Container

from sphinx.application import Sphinx

BACK = re.compile(r'<a class="viewcode-back" href="([^"#]*)#([^"]*)">\[docs\]</a>')


def mended(body: str, module: str, documented: Container[str]) -> str:
    """Return the page with every link back leading to an entry, or left out.

    Parameters
    ----------
    body : str
        The page of a module's source.
    module : str
        The module.
    documented : container of str
        Names of all entries of the API page.
    """

    def mend(link: re.Match) -> str:
        if link[2] in documented:
            return link[0]
        own = f"{module}.{link[2].rpartition('.')[2]}"
        return link[0].replace(link[2], own) if own in documented else ""

    return BACK.sub(mend, body)


def _mend(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    if pagename.startswith("_modules/dlbook"):
        module = pagename.removeprefix("_modules/").replace("/", ".")
        documented = app.env.get_domain("py").objects
        context["body"] = mended(context["body"], module, documented)


def setup(app: Sphinx) -> dict:
    """Mend them when a page is written."""
    app.connect("html-page-context", _mend)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
