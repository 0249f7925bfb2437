from __future__ import annotations

from types import SimpleNamespace

import pytest
from self_contained import _check, drop_style, unplug
from sphinx.errors import ConfigError
from sphinx.events import EventListener


def handler(module):
    def listen():
        pass

    listen.__module__ = module
    return listen


def test_only_the_named_extension_is_unplugged():
    listeners = {
        "a": [EventListener(1, handler("sphinx_thebe"), 0), EventListener(2, handler("x"), 0)],
        "b": [EventListener(3, handler("sphinx_thebe.part"), 0)],
        "c": [EventListener(4, handler("sphinx_thebes"), 0)],
    }
    gone = []
    app = SimpleNamespace(events=SimpleNamespace(listeners=listeners), disconnect=gone.append)
    unplug(app, "sphinx_thebe")
    assert gone == [1, 3]


def test_only_the_named_style_is_taken_back():
    registered = [("a.css", {}), ("sphinx-thebe.css", {}), ("b.css", {})]
    drop_style(registered, "sphinx-thebe.css")
    assert [name for name, _ in registered] == ["a.css", "b.css"]


def test_without_mathjax_the_build_says_what_to_do(tmp_path):
    with pytest.raises(ConfigError, match="make book"):
        _check(SimpleNamespace(confdir=tmp_path), None)
