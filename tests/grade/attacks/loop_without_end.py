"""Loop, and ignore every signal that can be ignored."""

import contextlib
import signal

for number in range(1, 65):
    with contextlib.suppress(OSError, ValueError):
        signal.signal(number, signal.SIG_IGN)


def means(X):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
