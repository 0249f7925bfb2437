"""Keep pages free of requests to other sites."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import ConfigError

MATHJAX = Path("build/vendor/site/mathjax/tex-mml-chtml.js")
# Jupyter Book always loads it; it puts the addresses of a CDN and of Binder into every page.
UNWANTED = "sphinx_thebe"
UNWANTED_STYLE = "sphinx-thebe.css"


def unplug(app: Sphinx, extension: str) -> None:
    """Disconnect an extension from all events of the build."""
    listeners = [x for registered in app.events.listeners.values() for x in registered]
    for listener in listeners:
        if listener.handler.__module__.partition(".")[0] == extension:
            app.disconnect(listener.id)


def drop_style(registered: list[tuple[str, dict]], name: str) -> None:
    """Take a style sheet back that an extension has registered."""
    registered[:] = [sheet for sheet in registered if sheet[0] != name]


def _unplug(app: Sphinx, config) -> None:
    unplug(app, UNWANTED)
    drop_style(app.registry.css_files, UNWANTED_STYLE)


def _check(app: Sphinx, config) -> None:
    if not (Path(app.confdir) / MATHJAX).exists():
        raise ConfigError(
            f"{MATHJAX} is missing: call `make book`, or `python tools/vendor.py` first"
        )


def setup(app: Sphinx) -> dict:
    """Check that MathJax is there, and unplug what would load from elsewhere."""
    app.connect("config-inited", _check)
    app.connect("config-inited", _unplug)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
