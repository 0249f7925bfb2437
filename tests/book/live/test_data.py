from __future__ import annotations

import numpy as np
import pytest
from dlbook_page import data
from live_archive import SAMPLES, sample

from dlbook.data import catalog, loading


@pytest.fixture
def page(monkeypatch, tmp_path):
    """The data sets as a page has them."""
    sets = dict(catalog.CATALOG)
    monkeypatch.setattr(data, "CATALOG", sets)
    monkeypatch.setattr(loading, "CATALOG", sets)
    for name, (train, test) in SAMPLES.items():
        (tmp_path / f"{name}.npz").write_bytes(sample(name, train, test))
    whole = loading.BUNDLED / "nyc_jfk_weather_2013_hourly.csv.gz"
    (tmp_path / whole.name).write_bytes(whole.read_bytes())
    full = loading.load("mnist")
    monkeypatch.setattr(loading, "BUNDLED", tmp_path)
    data.use_samples()
    return full


def test_the_page_says_what_the_archive_holds():
    assert data.SAMPLES == SAMPLES


def test_digits_are_the_first_ones_and_say_so(page, capsys):
    mnist = loading.load("mnist")
    assert mnist.X_train.shape == (1000, 28, 28)
    assert mnist.X_test.shape == (200, 28, 28)
    np.testing.assert_array_equal(mnist.X_train, page.X_train[:1000])
    np.testing.assert_array_equal(mnist.y_test, page.y_test[:200])
    assert mnist.y_train.dtype == np.int64
    assert "a sample of 1,000 training and 200 test images" in capsys.readouterr().out
    loading.describe("mnist")
    assert "a sample of 1,000 training" in " ".join(capsys.readouterr().out.split())


def test_a_small_table_is_there_whole(page):
    assert len(loading.load("nyc_weather")["temp"]) == 8706


@pytest.mark.parametrize("name", ["fashion_mnist", "tinyshakespeare"])
def test_what_is_not_there_is_refused_with_advice(page, name):
    with pytest.raises(FileNotFoundError, match="open the notebook, or use mnist, nyc_weather"):
        loading.load(name)
