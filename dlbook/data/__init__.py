"""Small real data sets, each with its provenance and license.

Some come with the package, some are downloaded from their home page on first
use and kept in a cache folder::

    from dlbook.data import describe, load, names

    names()              # what there is
    describe("mnist")    # what it is, where it is from, how to cite it
    mnist = load("mnist")
"""

from dlbook.data.download import DownloadError
from dlbook.data.loading import describe, load, names
from dlbook.data.readers import ImageData, TaggedText

__all__ = ["DownloadError", "ImageData", "TaggedText", "describe", "load", "names"]
