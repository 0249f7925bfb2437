"""Crash the interpreter."""

import ctypes


def means(X):
    ctypes.string_at(8)
