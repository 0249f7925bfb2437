"""Keep pages free of requests to other sites: MathJax is local, thebe is switched off."""

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
    """Remove a style sheet that an extension has registered."""
    registered[:] = [sheet for sheet in registered if sheet[0] != name]


def _unplug(app: Sphinx, config) -> None:
    unplug(app, UNWANTED)
    drop_style(app.registry.css_files, UNWANTED_STYLE)


def _check(app: Sphinx, config) -> None:
    if not (Path(app.confdir) / MATHJAX).exists():
        raise ConfigError(
            f"{MATHJAX} is missing: run `make book`, or `python -m tools.fetch_assets` first"
        )


def setup(app: Sphinx) -> None:
    """Check that MathJax is there, and unplug what would load from elsewhere."""
    app.connect("config-inited", _check)
    app.connect("config-inited", _unplug)
