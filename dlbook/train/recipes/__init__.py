"""Recipes: what ``python -m dlbook.train`` can train.

Each has ``about``, a line; ``full_scale``, by how much ``--scale full`` exceeds a laptop's
computation; and ``train(scale, seed)``, which returns a :class:`~dlbook.train.results.Result`.
"""

from dlbook.train.recipes.dialogues import DIALOGUES_GPT, DIALOGUES_LSTM, DIALOGUES_TABLE
from dlbook.train.recipes.gan import GAN
from dlbook.train.recipes.images import CIFAR10, FASHION, MNIST
from dlbook.train.recipes.sequences import CMUDICT, MULTI30K
from dlbook.train.recipes.sizes import SHAKESPEARE_SIZES
from dlbook.train.recipes.tabular import ADULT
from dlbook.train.recipes.text import SHAKESPEARE_GPT, SHAKESPEARE_LSTM

RECIPES = {
    "mnist": MNIST,
    "fashion": FASHION,
    "cifar10": CIFAR10,
    "shakespeare_lstm": SHAKESPEARE_LSTM,
    "shakespeare_gpt": SHAKESPEARE_GPT,
    "shakespeare_sizes": SHAKESPEARE_SIZES,
    "dialogues_gpt": DIALOGUES_GPT,
    "dialogues_lstm": DIALOGUES_LSTM,
    "dialogues_table": DIALOGUES_TABLE,
    "cmudict": CMUDICT,
    "multi30k": MULTI30K,
    "gan": GAN,
    "adult": ADULT,
}
