"""Links to where the book's repository is hosted; without a remote there are none."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

from tools.remote import find_remote


def repository_file(name, rawtext, text, lineno, inliner, options=None, content=None):
    """Make ``{repo-file}`PATH``` a link to a file of the repository, or its name alone."""
    remote = inliner.document.settings.env.config.book_remote
    address = remote.file(text) if remote else None
    shown = nodes.literal(rawtext, text)
    return [nodes.reference(rawtext, "", shown, refuri=address) if address else shown], []


def _configure(app: Sphinx, config) -> None:
    remote = find_remote(Path(app.confdir))
    config.book_remote = remote
    if remote is not None:
        config.html_theme_options |= {
            "repository_url": remote.home,
            "use_repository_button": True,
            "use_issues_button": remote.on_github,
        }


def setup(app: Sphinx) -> None:
    """Find the remote and offer the role ``{repo-file}``."""
    app.add_config_value("book_remote", None, "env")
    app.add_role("repo-file", repository_file)
    app.connect("config-inited", _configure)
