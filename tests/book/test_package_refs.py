from __future__ import annotations

import pytest
from package_refs import exists, scope_of


@pytest.mark.parametrize(
    "reference",
    [
        ("dlbook.scratch.tensor.make_result",),
        ("numpy.ndarray",),
        ("gelu", "dlbook.scratch.ops.activations.relu"),
        ("Edge", "dlbook.scratch.tensor.Tensor.backward"),
        ("backward", "dlbook.scratch.tensor.Tensor"),
    ],
)
def test_what_exists_may_be_mentioned(reference):
    assert exists(*reference)


@pytest.mark.parametrize(
    "reference",
    [
        ("dlbook.scratch.tensor.make_resutl",),
        ("numpy.ndarry",),
        ("gellu", "dlbook.scratch.ops.activations.relu"),
        ("Egde", "dlbook.scratch.tensor.Tensor.backward"),
        ("os.path",),
    ],
)
def test_what_does_not_exist_or_is_not_ours_may_not(reference):
    assert not exists(*reference)


def test_the_docstring_that_holds_a_reference_is_known():
    source = "dlbook/scratch/__init__.py:docstring of dlbook.scratch.ops.activations.relu"
    assert scope_of(source) == "dlbook.scratch.ops.activations.relu"
    assert scope_of("book/api.md") == scope_of(None) == ""
