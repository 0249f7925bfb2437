"""How fast ``dlbook.scratch`` is, as ratios to torch: ``python -m tools.bench`` prints a table.

Each engine runs in a process of its own, with the same data, the same initial
weights and plain gradient descent, and the processes take turns: torch, then
another, then torch again. What the table shows is the median of the ratios of
neighbors, so that a machine which is slow for a while is slow for both. Before
anything is timed, the losses after three steps must agree.

Measured beside ``dlbook.scratch`` and torch, where they are installed:

- HIPS autograd (``pip install autograd``);
- tinygrad on the CPU (``pip install tinygrad``; it calls a ``clang``);
- micrograd (``pip install micrograd``), which has no arrays: one example of the
  smallest network, times the size of the batch.

They may be put in a folder of their own, which PYTHONPATH then names:
``pip install --no-deps --target ../rivals autograd tinygrad micrograd``. Never
install the package ``minitorch`` from the index: it overwrites torch.
"""
