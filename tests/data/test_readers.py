"""Images, texts and tables come back as they were stored, whatever the machine's encoding."""

from __future__ import annotations

import gzip
import sys

import numpy as np
import pytest

from dlbook.data.readers import (
    BookQuestion,
    Passage,
    TaggedText,
    read_csv,
    read_images,
    read_labeled_text,
    read_lines,
    read_records,
    read_table,
    read_tagged,
    read_text,
    read_text_by_source,
    read_tiles,
    read_vectors,
)

CLASSES = ("cat", "dog", "cow")


@pytest.fixture
def stored(tmp_path):
    rng = np.random.default_rng(0)
    arrays = {
        "X_train": rng.integers(256, size=(7, 4, 3), dtype=np.uint8),
        "y_train": rng.integers(3, size=7, dtype=np.uint8),
        "X_test": rng.integers(256, size=(5, 4, 3), dtype=np.uint8),
        "y_test": rng.integers(3, size=5, dtype=np.uint8),
    }
    np.savez_compressed(tmp_path / "images.npz", **arrays)
    return tmp_path / "images.npz", arrays


def test_every_array_comes_back(stored):
    path, arrays = stored
    data = read_images(path, CLASSES)
    for name, array in arrays.items():
        np.testing.assert_array_equal(getattr(data, name), array)
    assert data.X_train.dtype == data.X_test.dtype == np.uint8
    assert data.y_train.dtype == data.y_test.dtype == np.int64
    assert data.classes == CLASSES


def test_arrays_are_fresh_and_writable(stored):
    path, arrays = stored
    for array in read_images(path, CLASSES)[:4]:
        array[...] = 0
    np.testing.assert_array_equal(read_images(path, CLASSES).X_train, arrays["X_train"])


def test_its_text_shows_shapes_and_no_pixels(stored):
    path, _ = stored
    assert repr(read_images(path, CLASSES)) == (
        "ImageData(X_train=(7, 4, 3), y_train=(7,), X_test=(5, 4, 3), y_test=(5,), "
        "classes=('cat', 'dog', 'cow'))"
    )


@pytest.fixture
def tiled(tmp_path):
    """Write plain squares, 2 by 3 to train and 1 by 2 to test, and return paths and colors."""
    Image = pytest.importorskip("PIL.Image")
    rng = np.random.default_rng(0)
    paths, colors = [], []
    for name, (rows, columns) in {"train": (2, 3), "test": (1, 2)}.items():
        color = rng.integers(40, 216, size=(rows, columns, 3), dtype=np.uint8)
        pixels = color.repeat(8, axis=0).repeat(8, axis=1)
        paths.append(tmp_path / f"{name}.jpg")
        Image.fromarray(pixels).save(paths[-1], quality=95, subsampling=0)
        colors.append(color.reshape(-1, 3))
    paths.append(tmp_path / "labels.npz")
    np.savez(paths[-1], y_train=np.arange(6, dtype=np.uint8) % 3, y_test=np.uint8([2, 1]))
    return paths, colors


def test_tiles_are_cut_row_by_row(tiled):
    paths, colors = tiled
    data = read_tiles(*paths, CLASSES, size=8)
    for images, expected in zip((data.X_train, data.X_test), colors, strict=True):
        assert images.shape == (len(expected), 8, 8, 3)
        gap = images.astype(int) - expected[:, None, None, :]
        assert np.abs(gap).max() <= 3  # JPEG
    assert data.y_train.tolist() == [0, 1, 2, 0, 1, 2]
    assert data.y_test.tolist() == [2, 1]
    assert data.y_train.dtype == np.int64
    data.X_train[...] = 0  # fresh and writable


def test_without_pillow_the_message_says_what_to_install(tiled, monkeypatch):
    paths, _ = tiled
    monkeypatch.setitem(sys.modules, "PIL", None)
    with pytest.raises(ModuleNotFoundError, match=r"pip install .dlbook\[torch\]"):
        read_tiles(*paths, CLASSES, size=8)


@pytest.fixture
def write(tmp_path):
    def write(text, name="text.txt"):
        (tmp_path / name).write_bytes(text.encode("utf-8"))
        return tmp_path / name

    return write


def test_a_text_comes_back(write):
    assert read_text(write("To bé,\nor not 🙂\n")) == "To bé,\nor not 🙂\n"


def test_lines_come_without_the_empty_ones(write):
    assert read_lines(write("emma\nava\n\nzoë")) == ["emma", "ava", "zoë"]


@pytest.fixture
def write_gz(tmp_path):
    def write(text, name="text.gz"):
        (tmp_path / name).write_bytes(gzip.compress(text.encode()))
        return tmp_path / name

    return write


def test_sentences_end_at_blank_lines(write_gz):
    text = "Ada\tB-person\nLovelace\tI-person\nwrote\tO\n\t\n\nHi\tO\n"
    assert read_tagged(*[write_gz(text)] * 3).train == [
        (["Ada", "Lovelace", "wrote"], ["B-person", "I-person", "O"]),
        (["Hi"], ["O"]),
    ]


def test_the_three_parts_are_not_mixed_up(write_gz):
    paths = [write_gz(f"{n}\tO\n", name=n) for n in ("one", "two", "three")]
    tagged = read_tagged(*paths)
    assert [part[0][0][0] for part in tagged] == ["one", "two", "three"]
    assert (tagged.validation, tagged.test) != (tagged.test, tagged.validation)


def test_a_word_that_python_takes_for_a_line_break_stays_whole(write_gz):
    odd = "a\u2028b\x0cc"
    assert len(odd.splitlines()) == 3
    tagged = read_tagged(*[write_gz(f"{odd}\tO\nend\tO\n")] * 3)
    assert tagged.train == [([odd, "end"], ["O", "O"])]


def test_its_text_counts_and_shows_no_words():
    sentence = (["Hi"], ["O"])
    tagged = TaggedText([sentence] * 3, [sentence] * 2, [sentence])
    assert repr(tagged) == "TaggedText(sentences in train: 3, validation: 2, test: 1)"


HEAD = "when,temp,wind\n"


@pytest.fixture
def write_csv(tmp_path):
    def write(text):
        path = tmp_path / "table.csv.gz"
        path.write_bytes(gzip.compress(text.encode()))
        return path

    return write


def test_numbers_times_and_gaps(write_csv):
    path = write_csv(HEAD + "2013-01-01T06:00:00Z,39.02,\n2013-01-01T08:00:00Z,-1.5,12\n")
    table = read_csv(path, time="when")
    assert list(table) == ["when", "temp", "wind"]
    np.testing.assert_array_equal(table["temp"], [39.02, -1.5])
    np.testing.assert_array_equal(table["wind"], [np.nan, 12.0])
    assert table["when"].dtype == np.dtype("datetime64[s]")
    assert table["when"][1] - table["when"][0] == np.timedelta64(2, "h")
    assert str(table["when"][0]) == "2013-01-01T06:00:00"


def test_columns_are_fresh_and_writable(write_csv):
    path = write_csv(HEAD + "2013-01-01T06:00:00Z,39.02,1\n")
    read_csv(path, time="when")["temp"][:] = 0
    assert read_csv(path, time="when")["temp"][0] == 39.02


def test_a_row_that_lacks_a_cell_is_refused(write_csv):
    with pytest.raises(ValueError, match="shorter"):
        read_csv(write_csv(HEAD + "2013-01-01T06:00:00Z,1,2\n2013-01-01T07:00:00Z,1\n"), "when")


def test_a_word_among_numbers_is_refused(write_csv):
    with pytest.raises(ValueError, match="'cold'"):
        read_csv(write_csv(HEAD + "2013-01-01T06:00:00Z,cold,2\n"), "when")


def test_a_table_comes_back_with_what_its_codes_mean(tmp_path):
    arrays = {
        "numeric_train": np.array([[39, 40], [50, 13]], dtype=np.int32),
        "categorical_train": np.array([[1, 0], [0, 1]], dtype=np.uint8),
        "y_train": np.array([0, 1], dtype=np.uint8),
        "numeric_test": np.array([[28, 12]], dtype=np.int32),
        "categorical_test": np.array([[2, 1]], dtype=np.uint8),
        "y_test": np.array([1], dtype=np.uint8),
    }
    words = {
        "numeric_names": ("age", "hours"),
        "categorical_names": ("work", "sex"),
        "values_work": ("?", "self", "state"),
        "values_sex": ("F", "M"),
        "classes": ("low", "high"),
    }
    np.savez(tmp_path / "table.npz", **arrays, **words)
    table = read_table(tmp_path / "table.npz")
    for name, array in arrays.items():
        np.testing.assert_array_equal(getattr(table, name), array)
        wanted = np.float64 if name.startswith("numeric") else np.int64
        assert getattr(table, name).dtype == wanted
    assert table.categories == (words["values_work"], words["values_sex"])
    for name in ("numeric_names", "categorical_names", "classes"):
        assert getattr(table, name) == words[name]
    assert type(table.categories[0][0]) is str
    assert repr(table) == (
        "TableData(numeric_train=(2, 2), categorical_train=(2, 2), y_train=(2,), "
        "numeric_test=(1, 2), categorical_test=(1, 2), y_test=(1,), classes=('low', 'high'))"
    )


@pytest.fixture
def write_texts(tmp_path):
    def write(text):
        (tmp_path / "texts.tsv.gz").write_bytes(gzip.compress(text.encode()))
        return tmp_path / "texts.tsv.gz"

    return write


def test_texts_come_with_their_classes(write_texts):
    path = write_texts('ham\tHi "you\nspam\tWIN £5\u2028now\nham\tok\n')
    data = read_labeled_text(path, classes=("ham", "spam"))
    assert data.texts == ['Hi "you', "WIN £5\u2028now", "ok"]
    assert (data.y.tolist(), data.y.dtype) == ([0, 1, 0], np.int64)
    assert repr(data) == "LabeledText(3 texts, classes=('ham', 'spam'))"


def test_a_text_of_an_unknown_class_is_refused(write_texts):
    with pytest.raises(ValueError, match="not in tuple"):
        read_labeled_text(write_texts("jam\tHi\n"), classes=("ham", "spam"))


def test_texts_by_source(write_texts):
    path = write_texts("b\tno\tbad\nb\tyes\tgood\nx\na\tyes\tfine\tso\n".replace("x\n", ""))
    found = read_text_by_source(path, classes=("no", "yes"))
    assert list(found) == ["b", "a"]
    assert (found["b"].texts, found["b"].y.tolist()) == (["bad", "good"], [0, 1])
    assert found["a"].texts == ["fine\tso"]


def test_rows_become_named_tuples(write_gz):
    path = write_gz('page,section,text\na,"x, y","one\ntwo"\n')
    assert read_records(path, of=Passage) == [Passage("a", "x, y", "one\ntwo")]
    with pytest.raises(ValueError, match="expected columns"):
        read_records(path, of=BookQuestion)


def test_vectors_come_back_with_length_one(tmp_path):
    np.savez(tmp_path / "v.npz", vectors=np.array([[3, 4], [-127, 0]], np.int8))
    assert np.allclose(read_vectors(tmp_path / "v.npz"), [[0.6, 0.8], [-1, 0]])
