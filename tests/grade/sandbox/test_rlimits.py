from __future__ import annotations

import resource

import numpy as np

from dlbook.grade.preflight import attempt
from dlbook.grade.sandbox.rlimits import limit

MEGABYTE = 1 << 20


def limited(act, memory=4096 * MEGABYTE, file_size=MEGABYTE) -> str:
    def run():
        limit(memory, file_size, 64, 10.0)
        act()

    return attempt(run)


def test_memory_is_bounded():
    def fill():
        np.ones(4096 * MEGABYTE // 8)

    assert "MemoryError" in limited(fill)
    assert limited(lambda: np.ones(MEGABYTE)) == ""


def test_a_file_is_bounded(tmp_path):
    def write():
        (tmp_path / "x").write_bytes(bytes(2 * MEGABYTE))

    assert "OSError" in limited(write)


def test_a_limit_cannot_be_raised_again_or_be_above_the_one_before():
    def twice():
        limit(8 * 1024 * MEGABYTE, MEGABYTE, 64, 1000.0)
        raise ValueError(resource.getrlimit(resource.RLIMIT_CPU))

    assert "(11, 11)" in limited(twice)


def test_there_are_no_core_files():
    def core():
        raise ValueError(resource.getrlimit(resource.RLIMIT_CORE))

    assert "(0, 0)" in limited(core)
