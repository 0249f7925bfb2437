"""Reference models in plain torch: small enough to read, equal to the published ones."""

from dlbook.models.counting import count_operations, count_parameters
from dlbook.models.mlp import mlp
from dlbook.models.ngram import NGram
from dlbook.models.rnn import CharRNN
from dlbook.models.sampling import keep_top_k, keep_top_p, sample

__all__ = [
    "CharRNN",
    "NGram",
    "count_operations",
    "count_parameters",
    "keep_top_k",
    "keep_top_p",
    "mlp",
    "sample",
]
