"""Stay in C code that no signal handler interrupts."""

import re


def means(X):
    return re.match("(a*)*b", "a" * 40)
