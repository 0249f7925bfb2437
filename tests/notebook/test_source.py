from __future__ import annotations

import inspect
import re
import sys

import pytest

from dlbook import scratch
from dlbook.notebook import claim, show_source
from dlbook.notebook import source as module


@pytest.fixture
def shown(monkeypatch):
    """Everything that was displayed."""
    bundles = []
    monkeypatch.setattr(module, "show", bundles.append)
    return bundles


def test_a_function_is_shown_under_its_file(shown):
    show_source(module._unwrapped)
    source = inspect.getsource(module._unwrapped).strip()
    file = "dlbook/notebook/source.py"
    assert shown[0]["text/markdown"] == f"`{file}`\n\n```python\n{source}\n```"
    assert shown[0]["text/plain"] == f"{file}\n\n{source}"


LONG = '''class A:
    """First line.

    Parameters
    ----------
    """

    x = """kept
    whole"""

    def f(self):
        """Short."""

    @property
    def g(self):
        r"""One.

        Two."""
        return 1'''


def test_of_each_docstring_the_first_line_is_shown():
    assert module.shorten_docstrings(LONG).split("\n") == [
        "class A:",
        '    """First line."""',
        "",
        '    x = """kept',
        '    whole"""',
        "",
        "    def f(self):",
        '        """Short."""',
        "",
        "    @property",
        "    def g(self):",
        '        r"""One."""',
        "        return 1",
    ]


def test_a_class_is_shown_whole(shown):
    show_source(scratch.Tensor)
    assert shown[0]["text/plain"].startswith("dlbook/scratch/tensor.py\n\n")
    assert "class Tensor" in shown[0]["text/plain"]
    assert "def backward(" in shown[0]["text/plain"]


@pytest.mark.parametrize("method", [scratch.Tensor.backward, scratch.Tensor(1.0).backward])
def test_a_method_bound_or_not_loses_its_indentation(shown, method):
    show_source(method)
    code = shown[0]["text/plain"].split("\n\n", 1)[1]
    assert code.startswith("def backward(self")
    assert re.search(r"^    \S", code, re.MULTILINE)


def test_an_operator_is_shown_where_it_is_defined(shown):
    show_source(scratch.Tensor.__add__)
    assert shown[0]["text/plain"].startswith("dlbook/scratch/ops/elementwise.py\n\ndef add(")


def test_a_property_is_shown_by_its_function(shown):
    show_source(scratch.Tensor.T)
    assert shown[0]["text/plain"].startswith("dlbook/scratch/ops/shape.py\n\ndef transpose(")


def test_a_decorated_function_is_shown_itself(shown):
    show_source(scratch.no_grad)
    assert "@contextmanager\ndef no_grad(" in shown[0]["text/plain"]


def test_the_text_holds_nothing_of_the_machine(shown):
    for obj in (scratch.relu, scratch.Tensor, scratch.no_grad):
        show_source(obj)
        show_source(obj)
    text = "".join(b["text/markdown"] for b in shown)
    assert sys.prefix not in text
    assert str(module.PACKAGE) not in text
    assert shown[0::2] == shown[1::2]


def test_source_that_holds_a_fence_gets_a_longer_one(shown, monkeypatch):
    monkeypatch.setattr(inspect, "getsource", lambda obj: 'text = "```"\n')
    show_source(claim)
    assert shown[0]["text/markdown"].endswith('````python\ntext = "```"\n````')


@pytest.mark.parametrize("obj", [re.compile, len, re.Pattern, 3, "relu", scratch.Tensor(1.0)])
def test_what_the_package_does_not_define_is_refused(obj):
    with pytest.raises(TypeError, match=r"not defined in dlbook; pass a function, class or"):
        show_source(obj)


def test_what_was_typed_in_a_notebook_is_refused():
    names: dict = {}
    exec("def typed(): pass\nclass Typed: pass", names)
    for name in ("typed", "Typed"):
        with pytest.raises(TypeError, match=f"{name} is not defined in dlbook"):
            show_source(names[name])
