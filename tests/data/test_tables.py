"""A table is read column by column, with NaN for what is missing."""

from __future__ import annotations

import gzip

import numpy as np
import pytest

from dlbook.data.tables import read_csv

HEAD = "when,temp,wind\n"


@pytest.fixture
def write(tmp_path):
    def write(text):
        path = tmp_path / "table.csv.gz"
        path.write_bytes(gzip.compress(text.encode()))
        return path

    return write


def test_numbers_times_and_gaps(write):
    path = write(HEAD + "2013-01-01T06:00:00Z,39.02,\n2013-01-01T08:00:00Z,-1.5,12\n")
    table = read_csv(path, time="when")
    assert list(table) == ["when", "temp", "wind"]
    np.testing.assert_array_equal(table["temp"], [39.02, -1.5])
    np.testing.assert_array_equal(table["wind"], [np.nan, 12.0])
    assert table["when"].dtype == np.dtype("datetime64[s]")
    assert table["when"][1] - table["when"][0] == np.timedelta64(2, "h")
    assert str(table["when"][0]) == "2013-01-01T06:00:00"


def test_columns_are_fresh_and_writable(write):
    path = write(HEAD + "2013-01-01T06:00:00Z,39.02,1\n")
    read_csv(path, time="when")["temp"][:] = 0
    assert read_csv(path, time="when")["temp"][0] == 39.02


def test_a_row_that_lacks_a_cell_is_refused(write):
    with pytest.raises(ValueError, match="shorter"):
        read_csv(write(HEAD + "2013-01-01T06:00:00Z,1,2\n2013-01-01T07:00:00Z,1\n"), "when")


def test_a_word_among_numbers_is_refused(write):
    with pytest.raises(ValueError, match="'cold'"):
        read_csv(write(HEAD + "2013-01-01T06:00:00Z,cold,2\n"), "when")
