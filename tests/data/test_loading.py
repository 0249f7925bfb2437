"""Data sets are found by name, read from the package or the cache, and described."""

from __future__ import annotations

import re
import subprocess
import sys

import numpy as np
import pytest

from dlbook.data import describe, load, load_weights, names
from dlbook.data.catalog import CATALOG
from dlbook.data.weights import WEIGHTS
from tests.data.conftest import CONTENT, ROOT, record


def test_names_lists_the_catalog():
    assert names() == sorted(CATALOG)
    assert {"mnist", "fashion_mnist", "nyc_weather", "tinyshakespeare"} <= set(names())


def test_what_is_changed_is_not_seen_by_the_next_call():
    first = load("fashion_mnist")
    first.X_train[0] = 7
    assert not np.array_equal(load("fashion_mnist").X_train[0], first.X_train[0])


def test_a_data_set_is_downloaded_once_and_read(server, cache, monkeypatch):
    monkeypatch.setitem(CATALOG, "tiny", record(server.address))
    assert load("tiny") == load("tiny") == CONTENT.decode()
    assert server.requests == 1


@pytest.mark.parametrize(
    ("misspelt", "meant"),
    [
        ("mnst", "mnist"),
        ("MNIST", "mnist"),
        ("Fashion-MNIST", "fashion_mnist"),
        ("fashion mnist", "fashion_mnist"),
        ("tiny_shakespeare", "tinyshakespeare"),
        ("weather_nyc", "nyc_weather"),
    ],
)
@pytest.mark.parametrize("function", [load, describe])
def test_a_misspelt_name_names_the_nearest(function, misspelt, meant):
    with pytest.raises(ValueError, match=f"{misspelt!r}. Did you mean {meant!r}"):
        function(misspelt)


@pytest.mark.parametrize("name", ["zzzz", "", 3, None])
def test_a_name_near_to_none_names_them_all(name):
    with pytest.raises(ValueError, match=re.escape(", ".join(names()))) as raised:
        load(name)
    assert "Did you mean" not in str(raised.value)


@pytest.mark.parametrize(
    ("misspelt", "meant"), [("smollm2_135m", "smollm2-135m"), ("MiniLM", "minilm-l6")]
)
@pytest.mark.parametrize("function", [load_weights, describe])
def test_misspelt_weights_name_the_nearest(function, misspelt, meant):
    with pytest.raises(ValueError, match=f"{misspelt!r}. Did you mean {meant!r}"):
        function(misspelt)


def test_data_and_weights_are_not_mixed_up():
    with pytest.raises(ValueError, match=r"call load_weights\('faces'\)"):
        load("faces")
    with pytest.raises(ValueError, match=r"call load\('mnist'\)"):
        load_weights("mnist")
    with pytest.raises(ValueError, match=r"no weights 'zzzz'\. There are: efficientnet-lite0"):
        load_weights("zzzz")


@pytest.mark.parametrize("name", [*names(), *WEIGHTS])
def test_a_description_holds_the_record_and_fits_the_page(name, capsys):
    describe(name)
    printed = capsys.readouterr().out
    said = " ".join(printed.split())
    dataset = (CATALOG | WEIGHTS)[name]
    for text in (
        dataset.title,
        dataset.about,
        dataset.contents,
        dataset.provenance,
        dataset.license,
        dataset.citation,
        dataset.source,
        *(file.address for file in dataset.files),
        *([dataset.package.name, dataset.package.version] if dataset.package else []),
    ):
        assert " ".join(text.split()) in said
    assert all(len(line) <= 88 or "https://" in line for line in printed.splitlines())


def test_a_description_needs_no_download(cache, monkeypatch, capsys):
    monkeypatch.setitem(CATALOG, "tiny", record("http://127.0.0.1:9/tiny.txt"))
    describe("tiny")
    assert "http://127.0.0.1:9/tiny.txt" in capsys.readouterr().out
    assert not cache.exists()


ALONE = """
import sys
for name in {blocked}:
    sys.modules[name] = None
from dlbook.data import describe, load, names
describe("fashion_mnist")
load("fashion_mnist"), load("nyc_weather")
"""


def runs_without(*blocked: str) -> bool:
    code = ALONE.format(blocked=blocked)
    child = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True)
    return child.returncode == 0


def test_the_bundled_kind_needs_numpy_alone():
    assert runs_without("torch", "matplotlib", "sklearn", "pooch", "tqdm", "requests")
    assert not runs_without("numpy")
