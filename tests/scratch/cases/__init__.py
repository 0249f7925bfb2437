"""Every operation with inputs to try it on, and torch's counterpart.

``test_every_operation.py`` runs the same checks over all of them; what is
particular to one operation stands in the test of its module.
"""

from tests.scratch.cases.arithmetic import ARITHMETIC, EINSUM, LINEAR, MATMUL
from tests.scratch.cases.entries import GATHER, INDEX, JOIN, REDUCE, SELECT, SHAPE, VARIANCE
from tests.scratch.cases.layers import ACTIVATIONS, DROPOUT, NORMALIZATION, SOFTMAX
from tests.scratch.cases.losses import LOSSES
from tests.scratch.cases.sequences import ATTENTION, RECURRENT
from tests.scratch.cases.windows import CONVOLUTION, POOLING

CASES = [
    *ARITHMETIC,
    *MATMUL,
    *LINEAR,
    *EINSUM,
    *REDUCE,
    *VARIANCE,
    *SHAPE,
    *INDEX,
    *SELECT,
    *JOIN,
    *GATHER,
    *SOFTMAX,
    *ACTIVATIONS,
    *DROPOUT,
    *NORMALIZATION,
    *CONVOLUTION,
    *POOLING,
    *RECURRENT,
    *ATTENTION,
    *LOSSES,
]
