"""Make the bundled tables, Adult and the SMS Spam Collection, from downloaded files.

    python -m tools.prepare_tables ORIGINALS FOLDER

looks in ORIGINALS and below for ``adult_train.csv.gz`` and ``adult_test.csv.gz`` (each with a
header line, in which the last column is the class) and for ``sms.tsv`` (a header line, then
``class TAB text``), and writes FOLDER/adult.npz and FOLDER/sms_spam.tsv.gz, for
``tools.prepare_data``. The catalog says where the originals are from. Categories become codes,
in alphabetical order of their values; no row is left out, and their order stays.
"""

from __future__ import annotations

import argparse
import csv
import gzip
from pathlib import Path

import numpy as np

NUMERIC = ("age", "fnlwgt", "education_num", "capital_gain", "capital_loss", "hours_per_week")


def adult_arrays(train: Path, test: Path) -> dict[str, np.ndarray]:
    """Return the arrays of ``adult.npz``, as :func:`dlbook.data.readers.read_table` wants."""
    parts = {"train": read_columns(train), "test": read_columns(test)}
    *names, target = parts["train"]
    categorical = [name for name in names if name not in NUMERIC]
    both = {name: parts["train"][name] + parts["test"][name] for name in categorical}
    values = {name: np.unique(cells) for name, cells in both.items()}
    classes = np.unique(parts["train"][target])
    arrays = {"numeric_names": np.array(NUMERIC), "categorical_names": np.array(categorical)}
    arrays |= {f"values_{name}": found for name, found in values.items()}
    arrays["classes"] = classes
    for part, columns in parts.items():
        numbers = [np.array(columns[name], dtype=np.int32) for name in NUMERIC]
        codes = [positions(columns[name], values[name]) for name in categorical]
        # In the test file a period stands after each class.
        labels = [cell.removesuffix(".") for cell in columns[target]]
        arrays[f"numeric_{part}"] = np.stack(numbers, axis=1)
        arrays[f"categorical_{part}"] = np.stack(codes, axis=1)
        arrays[f"y_{part}"] = positions(labels, classes)
    return arrays


def read_columns(path: Path) -> dict[str, list[str]]:
    """Return the columns of a gzipped CSV file by the names in its first line."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return {
        name: list(cells) for name, cells in zip(header, zip(*rows, strict=True), strict=True)
    }


def positions(cells: list[str], values: np.ndarray) -> np.ndarray:
    """Return each cell's position among the sorted values, uint8."""
    found = np.minimum(np.searchsorted(values, cells), len(values) - 1)
    unknown = np.flatnonzero(values[found] != np.array(cells))
    if len(unknown):
        raise ValueError(f"{cells[unknown[0]]!r} is none of {values.tolist()}")
    return found.astype(np.uint8)


def sms_lines(original: Path) -> str:
    """Return the lines of ``sms_spam.tsv.gz``: ``class TAB text``, without the header."""
    _, _, lines = original.read_text(encoding="utf-8").partition("\n")
    for number, line in enumerate(lines.removesuffix("\n").split("\n"), start=2):
        if line.partition("\t")[0] not in ("ham", "spam") or line.count("\t") != 1:
            raise ValueError(
                f"{original}, line {number} is not 'ham or spam TAB text': {line!r}"
            )
    return lines


def find(originals: Path, name: str) -> Path:
    """Return the first file of that name in the folder or below."""
    found = sorted(originals.rglob(name))
    if not found:
        raise FileNotFoundError(f"{name} is nowhere in {originals} or below")
    return found[0]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("originals", type=Path, help="folder of the downloaded files")
    parser.add_argument("folder", type=Path, help="where the two files go")
    asked = parser.parse_args()
    adult = [find(asked.originals, f"adult_{part}.csv.gz") for part in ("train", "test")]
    np.savez_compressed(asked.folder / "adult.npz", **adult_arrays(*adult))
    texts = sms_lines(find(asked.originals, "sms.tsv")).encode("utf-8")
    (asked.folder / "sms_spam.tsv.gz").write_bytes(gzip.compress(texts, mtime=0))
