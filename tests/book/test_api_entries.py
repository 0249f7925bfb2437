from __future__ import annotations

from types import SimpleNamespace

import pytest
from api_entries import Entry, api_entries, entries_for

from dlbook import scratch

NAMES = {
    "dlbook.scratch.relu": scratch.relu,
    "dlbook.scratch.gelu": scratch.gelu,
    "dlbook.scratch.Tensor": scratch.Tensor,
    "dlbook.scratch.Tensor.backward": scratch.Tensor.backward,
}


@pytest.fixture
def entries():
    return [Entry(name, "book/api", name, found) for name, found in sorted(NAMES.items())]


@pytest.mark.parametrize(
    ("explained", "expected"),
    [
        ("dlbook.scratch.relu", {"dlbook.scratch.relu"}),
        ("dlbook.scratch.ops.activations.relu", {"dlbook.scratch.relu"}),
        ("dlbook.scratch.ops.activations", {"dlbook.scratch.relu", "dlbook.scratch.gelu"}),
        ("dlbook.scratch.tensor", {"dlbook.scratch.Tensor"}),
        ("dlbook.scratch.Tensor.backward", {"dlbook.scratch.Tensor.backward"}),
        ("dlbook.scratch.tanh", set()),
    ],
)
def test_entries_of_what_is_explained(entries, explained, expected):
    assert {e.name for e in entries_for(explained, entries)} == expected


def test_entries_are_read_from_sphinx_and_those_of_instances_left_out():
    entry = SimpleNamespace(docname="book/api", node_id="there")
    objects = {"dlbook.scratch.relu": entry, "dlbook.scratch.Tensor.only_instances": entry}
    env = SimpleNamespace(get_domain=lambda name: SimpleNamespace(objects=objects))
    assert api_entries(env) == [Entry("dlbook.scratch.relu", "book/api", "there", scratch.relu)]
