"""Initial weights: each function fills a tensor in place, from the ``rng`` it is given.

Names and formulas are those of ``torch.nn.init``.
"""

from dlbook.scratch.init.fans import calculate_gain, fan_in_and_fan_out
from dlbook.scratch.init.kaiming import kaiming_normal_, kaiming_uniform_
from dlbook.scratch.init.orthogonal import orthogonal_
from dlbook.scratch.init.plain import normal_, uniform_
from dlbook.scratch.init.truncated import trunc_normal_
from dlbook.scratch.init.xavier import xavier_normal_, xavier_uniform_

__all__ = [
    "calculate_gain",
    "fan_in_and_fan_out",
    "kaiming_normal_",
    "kaiming_uniform_",
    "normal_",
    "orthogonal_",
    "trunc_normal_",
    "uniform_",
    "xavier_normal_",
    "xavier_uniform_",
]
