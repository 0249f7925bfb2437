"""Freed memory is kept."""

import platform
import subprocess
import sys

import pytest

# How often the operating system had to give out a page while arrays came and went.
COUNT = """
import resource
import numpy as np
{first}
def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt
def work():
    return [np.ones(2**20, np.float32) for _ in range(3)]
work(), work()
before = faults()
for _ in range(10):
    work()
print(faults() - before)
"""


def page_faults(first: str) -> int:
    run = subprocess.run(
        [sys.executable, "-c", COUNT.format(first=first)],
        capture_output=True,
        check=True,
        text=True,
    )
    return int(run.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only the GNU C library does so")
def test_arrays_that_come_and_go_cost_no_pages_and_did_before():
    assert page_faults("") > 1000
    assert page_faults("from dlbook.scratch.memory import *; keep_freed_memory()") < 100


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only the GNU C library does so")
def test_importing_the_package_is_enough():
    assert page_faults("import dlbook.scratch") < 100
