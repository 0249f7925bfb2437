"""Tables of cases; ``test_every_operation.py`` runs the same checks over all of them.

What is particular to one operation stands in ``test_ops.py``.
"""
