"""Send a list of a million parts, and of parts within parts."""

import json
import os
import struct

import numpy as np


def send(coded, body=b""):
    text = json.dumps(coded).encode()
    os.write(3, struct.pack("<II", len(text), len(body)) + text + body)


def means(X):
    send(["dict", ["is", "value"], ["value", ["list", *[["list"]] * 80_000]]])
    return np.zeros(len(X))
