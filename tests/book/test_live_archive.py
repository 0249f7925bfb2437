from __future__ import annotations

import subprocess
import sys
import zipfile

import pytest
from live_archive import write_archive

TRY = """
import sys
sys.modules["torch"] = sys.modules["matplotlib"] = None
import dlbook_page, dlbook
assert dlbook.__file__.startswith(sys.argv[1])
from dlbook.exercise import ids
from dlbook import data, notebook, scratch
print(ids())
"""


@pytest.fixture
def archive(tmp_path):
    bank = tmp_path / "bank"
    (bank / "one").mkdir(parents=True)
    (bank / "one" / "two.py").write_text("# exercise")
    (bank / "notebooks").mkdir()
    (bank / "notebooks" / "one.ipynb").write_text("{}")
    write_archive(bank, tmp_path / "dlbook.zip")
    return tmp_path / "dlbook.zip"


def test_it_holds_what_pages_need_and_no_more(archive):
    with zipfile.ZipFile(archive) as opened:
        names = opened.namelist()
    for name in (
        "dlbook/__init__.py",
        "dlbook/scratch/tensor.py",
        "dlbook/notebook/predict.css",
        "dlbook/data/bundled/mnist.npz",
        "dlbook/exercise/bank/one/two.py",
        "dlbook_page/requests.py",
    ):
        assert name in names
    unwanted = ("plot", "train", "fashion", "ipynb", "__pycache__")
    assert [n for n in names if any(word in n for word in unwanted)] == []


def test_unpacked_it_runs_without_torch_and_matplotlib(archive, tmp_path):
    folder = tmp_path / "site-packages"
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(folder)
    command = [sys.executable, "-c", TRY, str(folder)]
    done = subprocess.run(
        command, capture_output=True, text=True, env={"PYTHONPATH": str(folder)}, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "['one/two']\n"


def test_the_same_contents_give_the_same_bytes(archive, tmp_path):
    write_archive(tmp_path / "bank", tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == archive.read_bytes()
