"""Tables become codes that mean the same in both parts, and nothing is lost."""

from __future__ import annotations

import gzip

import numpy as np
import pytest

from dlbook.data.readers import read_table
from tools.prepare_tables import NUMERIC, adult_arrays, find, sms_lines

HEADER = f"{','.join(NUMERIC)},work,sex,income\n"


@pytest.fixture
def write(tmp_path):
    def write(*parts):
        paths = [tmp_path / f"{k}.csv.gz" for k in range(len(parts))]
        for path, rows in zip(paths, parts, strict=True):
            path.write_bytes(gzip.compress((HEADER + rows).encode()))
        return paths

    return write


def test_categories_become_codes(write, tmp_path):
    paths = write(
        "39,1,2,3,4,40,self,F,<=50K\n50,5,6,7,8,9,?,M,>50K\n", "28,1,2,3,4,12,state,M,>50K.\n"
    )
    np.savez(tmp_path / "table.npz", **adult_arrays(*paths))
    table = read_table(tmp_path / "table.npz")
    assert table.numeric_names == NUMERIC
    assert table.numeric_train.tolist() == [[39, 1, 2, 3, 4, 40], [50, 5, 6, 7, 8, 9]]
    assert table.categories == (("?", "self", "state"), ("F", "M"))
    assert table.categorical_train.tolist() == [[1, 0], [0, 1]]
    assert table.categorical_test.tolist() == [[2, 1]]
    assert table.classes == ("<=50K", ">50K")
    assert (table.y_train.tolist(), table.y_test.tolist()) == ([0, 1], [1])


def test_a_class_of_the_test_set_alone_is_refused(write):
    with pytest.raises(ValueError, match="'rich' is none of"):
        adult_arrays(*write("1,1,1,1,1,1,a,F,poor\n", "1,1,1,1,1,1,a,F,rich\n"))


def test_messages_lose_the_header_alone(tmp_path):
    (tmp_path / "sms.tsv").write_text("label\tmsg\nham\tHi\nspam\tWIN\n", encoding="utf-8")
    assert sms_lines(find(tmp_path, "sms.tsv")) == "ham\tHi\nspam\tWIN\n"
    (tmp_path / "sms.tsv").write_text("label\tmsg\nham\tHi\tyou\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 2"):
        sms_lines(tmp_path / "sms.tsv")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"sms\.tsv"):
        find(tmp_path, "sms.tsv")
