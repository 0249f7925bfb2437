"""Recurse until the stack of the machine overflows."""

import sys

sys.setrecursionlimit(10**9)


def means(X):
    return means(X)
