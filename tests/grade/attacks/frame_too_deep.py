"""Send JSON that is nested a hundred thousand times."""

import os
import struct


def means(X):
    text = b"[" * 100_000
    os.write(3, struct.pack("<II", len(text), 0) + text)
    while True:
        pass
