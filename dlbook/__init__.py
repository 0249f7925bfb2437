"""Companion package of *Deep Learning, Executed*.

Import the subpackages: ``from dlbook import scratch``,
``from dlbook.data import load``. Importing ``dlbook`` alone loads nothing else.
"""

__version__ = "0.1.0"
