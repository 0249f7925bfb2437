from __future__ import annotations

import pytest
from package_refs import exists


@pytest.mark.parametrize(
    "reference",
    [
        ("dlbook.scratch.tensor.record",),
        ("numpy.ndarray",),
        ("relu", "dlbook.scratch"),
        ("Edge", "dlbook.scratch", "Tensor"),
    ],
)
def test_what_exists_may_be_mentioned(reference):
    assert exists(*reference)


@pytest.mark.parametrize(
    "reference",
    [
        ("dlbook.scratch.tensor.recrod",),
        ("numpy.ndarry",),
        ("rellu", "dlbook.scratch"),
        ("Egde", "dlbook.scratch", "Tensor"),
        ("os.path",),
    ],
)
def test_what_does_not_exist_or_is_not_ours_may_not(reference):
    assert not exists(*reference)
