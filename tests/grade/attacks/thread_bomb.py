"""Start threads without end."""

import threading
import time

import numpy as np

threading.stack_size(32768)
for _ in range(5000):
    try:
        threading.Thread(target=time.sleep, args=(1000,)).start()
    except (RuntimeError, MemoryError):
        break


def means(X):
    return np.zeros(len(X))
