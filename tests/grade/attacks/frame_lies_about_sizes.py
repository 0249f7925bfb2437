"""Send an array that claims more entries than it has."""

import json
import os
import struct

import numpy as np


def send(coded, body=b""):
    text = json.dumps(coded).encode()
    os.write(3, struct.pack("<II", len(text), len(body)) + text + body)


def means(X):
    send(
        ["dict", ["is", "value"], ["value", ["array", "float64", [1 << 30, 1 << 30]]]],
        bytes(64),
    )
    return np.zeros(len(X))
