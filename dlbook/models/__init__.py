"""Reference models in plain torch: small enough to read, equal to the published ones.

By family: :mod:`~dlbook.models.vision`, :mod:`~dlbook.models.language`,
:mod:`~dlbook.models.generative`.
"""

from dlbook.models.counting import count_operations, count_parameters
from dlbook.models.mlp import mlp

__all__ = ["count_operations", "count_parameters", "mlp"]
