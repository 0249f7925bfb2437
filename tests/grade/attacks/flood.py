"""Print without end."""

import sys


def means(X):
    while True:
        print("x" * 1_000_000)
        sys.stderr.write("y" * 1_000_000)
