"""Small real data sets, each with its provenance and license.

Some come with the package, some are downloaded from their home page on first
use and kept in a cache folder::

    from dlbook.data import describe, load, names

    names()              # what there is
    describe("mnist")    # what it is, where it is from, how to cite it
    mnist = load("mnist")

Pretrained weights come from packages of the Python package index::

    weights = load_weights("smollm2-135m")
"""

from dlbook.data.download import DownloadError
from dlbook.data.loading import describe, load, load_weights, names
from dlbook.data.readers import (
    BookQuestion,
    ImageData,
    LabeledText,
    ParallelText,
    Passage,
    TableData,
    TaggedText,
)
from dlbook.data.text import BM25, plain_words, split_sentences
from dlbook.data.weight_files import FileFormatError, Weights

__all__ = [
    "BM25",
    "BookQuestion",
    "DownloadError",
    "FileFormatError",
    "ImageData",
    "LabeledText",
    "ParallelText",
    "Passage",
    "TableData",
    "TaggedText",
    "Weights",
    "describe",
    "load",
    "load_weights",
    "names",
    "plain_words",
    "split_sentences",
]
