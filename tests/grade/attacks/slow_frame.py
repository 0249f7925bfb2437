"""Send a frame byte by byte, so that it never ends."""

import os
import struct
import time


def means(X):
    os.write(3, struct.pack("<II", 1_000_000, 0))
    while True:
        os.write(3, b" ")
        time.sleep(0.01)
