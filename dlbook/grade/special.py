"""Special methods of a student's object that a check may reach: to call, count and go through.

No others: with operators, a comparison in the checker would ask the student's object whether
it holds, and tell it what was expected.
"""

SPECIAL = (
    "__call__",
    "__len__",
    "__getitem__",
    "__setitem__",
    "__contains__",
    "__iter__",
    "__next__",
)
