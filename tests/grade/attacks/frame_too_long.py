"""Announce a frame of four gigabytes."""

import os


def means(X):
    os.write(3, b"\xff" * 8)
    while True:
        os.write(3, bytes(1 << 16))
