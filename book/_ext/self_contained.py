"""Keep pages free of requests to other sites, and of scripts that ask for none of ours."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import ConfigError

MATHJAX = Path("build/vendor/site/mathjax/tex-mml-chtml.js")
# Thebe would load a kernel's front end from a CDN; Jupyter Book always adds it.
UNWANTED = "thebe"


def wanted(scripts: list) -> list:
    """Return ``scripts`` without Thebe's, and each inline script once."""
    kept, seen = [], set()
    for script in scripts:
        text = f"{script.filename or ''}{script.attributes.get('body', '')}"
        if UNWANTED not in text.lower() and text not in seen:
            kept.append(script)
            seen.add(text)
    return kept


def _check(app: Sphinx, config) -> None:
    if not (Path(app.confdir) / MATHJAX).exists():
        raise ConfigError(
            f"{MATHJAX} is missing: call `make book`, or `python tools/vendor.py` first"
        )


def _filter(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    context["script_files"][:] = wanted(context["script_files"])


def setup(app: Sphinx) -> dict:
    """Check that MathJax is there, and filter the scripts of each page."""
    app.connect("config-inited", _check)
    app.connect("html-page-context", _filter, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
