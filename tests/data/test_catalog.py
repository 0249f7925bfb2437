"""The catalog agrees with the files: fingerprints, shapes, addresses."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections import Counter

import numpy as np
import pytest

from dlbook.data import load
from dlbook.data.catalog import CATALOG, Dataset, File, Package
from dlbook.data.loading import BUNDLED
from dlbook.data.weights import WEIGHTS
from tests.data.conftest import record

WITH_PACKAGE = [d for d in CATALOG.values() if d.is_bundled]
PINNED = re.compile(r"https://raw\.githubusercontent\.com/[\w-]+/[\w-]+/[0-9a-f]{40}/[\w./-]+")


def incomplete(dataset: Dataset) -> list[str]:
    """Return the fields of a record that are empty or malformed."""
    texts = dataclasses.asdict(dataset)
    own = {"source"} if dataset.citation == "Deep Learning, Executed" else set()
    empty_allowed = {"package"} | own
    wrong = [name for name, value in texts.items() if not value and name not in empty_allowed]
    wrong += [f.name for f in dataset.files if not re.fullmatch("[0-9a-f]{64}", f.sha256)]
    wrong += [f.address for f in dataset.files if f.address and not PINNED.fullmatch(f.address)]
    if not own and not dataset.source.startswith("https://"):
        wrong.append(f"source {dataset.source}")
    if len({bool(f.address) for f in dataset.files}) > 1:
        wrong.append("files: some from the package, some not")
    if dataset.package and not re.fullmatch(r"\d+(\.\d+)+", dataset.package.version):
        wrong.append(f"version {dataset.package.version}")
    return wrong


def is_intact(file: File, folder) -> bool:
    return hashlib.sha256((folder / file.name).read_bytes()).hexdigest() == file.sha256


@pytest.mark.parametrize("dataset", (CATALOG | WEIGHTS).values(), ids=list(CATALOG | WEIGHTS))
def test_a_record_is_complete(dataset):
    assert incomplete(dataset) == []
    assert (CATALOG | WEIGHTS)[dataset.name] is dataset


def test_weights_are_pinned_and_have_names_of_their_own():
    assert all(weights.package and weights.package.size for weights in WEIGHTS.values())
    assert not set(WEIGHTS) & set(CATALOG)


def test_an_incomplete_record_is_found():
    good = record("https://raw.githubusercontent.com/a/b/" + "0" * 40 + "/tiny.txt")
    assert incomplete(good) == []
    assert incomplete(dataclasses.replace(good, license="")) == ["license"]
    assert incomplete(dataclasses.replace(good, source="a friend")) == ["source a friend"]
    moving = "https://raw.githubusercontent.com/a/b/main/tiny.txt"
    assert incomplete(record(moving)) == [moving]
    mixed = (*good.files, File("more.txt", "0" * 64))
    assert incomplete(dataclasses.replace(good, files=mixed))
    anything = Package("tiny-weights", "", 1)
    assert incomplete(dataclasses.replace(good, package=anything)) == ["version "]


@pytest.mark.parametrize("dataset", WITH_PACKAGE, ids=lambda d: d.name)
def test_a_file_of_the_package_is_the_one_of_the_catalog(dataset):
    assert all(is_intact(file, BUNDLED) for file in dataset.files)


def test_every_file_of_the_package_is_in_the_catalog():
    listed = {file.name for dataset in WITH_PACKAGE for file in dataset.files}
    files = [path for path in BUNDLED.rglob("*") if path.is_file()]
    assert {path.relative_to(BUNDLED).as_posix() for path in files} == listed


@pytest.mark.parametrize("name", ["mnist", "fashion_mnist", "cifar10"])
def test_images_are_as_described(name):
    data, contents = load(name), CATALOG[name].contents
    for array in data[:4]:
        assert str(array.shape) in contents
    assert data.X_train.dtype == np.uint8
    assert f"{len(data.classes)} classes" in contents
    for labels in (data.y_train, data.y_test):
        assert labels.dtype == np.int64
        assert set(labels) == set(range(len(data.classes)))
    assert (data.X_train.min(), data.X_train.max()) == (0, 255)


def test_mnist_has_the_known_number_of_each_digit():
    counts = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
    np.testing.assert_array_equal(np.bincount(load("mnist").y_train), counts)


@pytest.mark.parametrize("name", ["fashion_mnist", "cifar10"])
def test_a_sample_has_as_many_of_each_class(name):
    data = load(name)
    np.testing.assert_array_equal(np.bincount(data.y_train), [1000] * 10)
    np.testing.assert_array_equal(np.bincount(data.y_test), [200] * 10)


def test_cifar10_has_the_known_mean_colors():
    data = load("cifar10")
    # Of all 50,000 training pictures: 125.3, 123.0, 113.9 (Zagoruyko and Komodakis 2016).
    np.testing.assert_allclose(data.X_train.mean((0, 1, 2)), [125.3, 123.0, 113.9], atol=1.5)
    # Tiles are cut at their edges: within a picture neighbors are alike, across edges not.
    inner = np.abs(np.diff(data.X_test.astype(int), axis=1)).mean()
    across = np.abs(data.X_test[1:, 0].astype(int) - data.X_test[:-1, -1]).mean()
    assert 3 * inner < across


def test_weather_is_as_described():
    weather, dataset = load("nyc_weather"), CATALOG["nyc_weather"]
    assert set(weather) <= set(re.findall(r"\w+", dataset.contents))
    assert f"{len(weather)} columns, {len(weather['temp']):,} rows" in dataset.contents
    assert (np.diff(weather["time_hour"]) > np.timedelta64(1, "h")).sum() == 14
    assert np.isnan(weather["pressure"]).mean() == pytest.approx(0.095, abs=0.001)
    # Dew point and air temperature in °F, as the relative humidity confirms
    # (August-Roche-Magnus approximation; reports are rounded to whole degrees C).
    air, dew = ((weather[k] - 32) / 1.8 for k in ("temp", "dewp"))
    humid = 100 * np.exp(17.625 * dew / (243.04 + dew) - 17.625 * air / (243.04 + air))
    assert np.median(np.abs(humid - weather["humid"])) < 0.5


def test_adult_is_as_described():
    adult, dataset = load("adult"), CATALOG["adult"]
    for name in adult._fields[:6]:
        assert str(getattr(adult, name).shape) in dataset.contents
    assert set(adult.numeric_names + adult.categorical_names) <= set(
        re.findall(r"\w+", dataset.contents)
    )
    # The counts of the repository's own description (adult.names).
    assert np.bincount(adult.y_train).tolist() == [24720, 7841]
    assert np.bincount(adult.y_test).tolist() == [12435, 3846]
    assert f"{np.mean(adult.y_train):.0%} of them" in dataset.about
    assert [len(values) for values in adult.categories] == [9, 16, 7, 15, 6, 5, 2, 42]
    # The first line of the file: 39, State-gov, 77516, Bachelors, 13, Never-married, ...
    assert adult.numeric_train[0].tolist() == [39, 77516, 13, 2174, 0, 40]
    person = [v[k] for v, k in zip(adult.categories, adult.categorical_train[0], strict=True)]
    assert person[:3] == ["State-gov", "Bachelors", "Never-married"]
    assert person[-2:] == ["Male", "United-States"]
    # The number of years of education is the same thing as its name, in every row.
    pairs = zip(adult.numeric_test[:, 2], adult.categorical_test[:, 1], strict=True)
    assert len(set(pairs)) == 16


def test_sms_spam_is_as_described():
    sms, dataset = load("sms_spam"), CATALOG["sms_spam"]
    assert f"{len(sms.texts):,} str; y {sms.y.shape}" in dataset.contents
    assert np.bincount(sms.y).tolist() == [4827, 747]
    assert len(sms.texts) - len(set(sms.texts)) == 403
    assert sms.texts[0].startswith("Go until jurong point")
    assert (sms.classes[sms.y[2]], sms.texts[2][:10]) == ("spam", "Free entry")


def test_sentiment_sentences_are_as_described():
    sites = load("sentiment_sentences")
    assert list(sites) == ["amazon", "imdb", "yelp"]
    for site in sites.values():
        assert (len(site.texts), np.bincount(site.y).tolist()) == (1000, [500, 500])
    yelp = sites["yelp"]
    assert (yelp.texts[0], yelp.classes[yelp.y[0]]) == ("Wow... Loved this place.", "positive")


def test_wnut17_is_as_described():
    posts, dataset = load("wnut17"), CATALOG["wnut17"]
    for part, count in zip(posts, ("3,394", "1,009", "1,287"), strict=True):
        assert f"{len(part):,}" == count
        assert count in dataset.contents
    kinds = {tag[2:] for part in posts for _, tags in part for tag in tags if tag != "O"}
    assert all(kind in dataset.about for kind in kinds)


def test_the_book_knows_its_passages_and_questions():
    passages, questions = load("book_passages"), load("book_questions")
    assert load("book_vectors").shape == (len(passages), 384)
    assert max(len(p.text.split()) for p in passages) < 250
    answered = [q for q in questions if q.page]
    pages = Counter((q.part, q.page) for q in answered)
    assert sorted(pages.values()) == [2] * 15 + [4] * 15
    assert Counter(q.part for q in questions if not q.page) == {"test": 20, "tuning": 10}
    known = {(p.page, p.section) for p in passages}
    assert [q for q in answered if (q.page, q.section) not in known] == []
    assert len({q.question for q in questions}) == len(questions)


def test_imagenet_classes_are_as_described():
    classes, dataset = load("imagenet_classes"), CATALOG["imagenet_classes"]
    assert len(classes) == len(set(classes)) == 1000
    assert (classes[0], classes[397], classes[999]) == ("tench", "puffer", "toilet tissue")
    assert classes.index("Mexican hairless") - classes.index("Chihuahua") == 117
    assert "398 animals, 118 of them breeds" in dataset.about


def test_shakespeare_is_as_described():
    text, dataset = load("shakespeare"), CATALOG["shakespeare"]
    assert f"{len(text):,} characters, {len(set(text))} of them" in dataset.contents
    speeches = re.findall(r"(?:^|\n\n)[^\n]+:\n", text)
    assert f"{len(speeches):,} speeches" in dataset.about
    assert not set(text) & set("[]{}_/0123456789")
