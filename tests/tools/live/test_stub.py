from __future__ import annotations

import base64
import shutil
import subprocess

import pytest

from tools.live.stub import backtrace_module, sized, unsigned

CALL = """
const bytes = Buffer.from(process.argv[1], "base64");
const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
console.log(Object.keys(exports).join(), exports.backtrace(1, 2));
"""


@pytest.mark.parametrize(
    ("number", "expected"),
    # 624485 is the example of Wikipedia's article on LEB128.
    [(0, b"\x00"), (127, b"\x7f"), (128, b"\x80\x01"), (624485, b"\xe5\x8e\x26")],
)
def test_numbers_are_written_in_leb128(number, expected):
    assert unsigned(number) == expected


def test_bytes_are_preceded_by_their_number():
    assert sized(b"abc") == b"\x03abc"


def test_the_module_starts_as_a_shared_library_does():
    module = backtrace_module()
    assert module[:8] == b"\0asm\x01\0\0\0"
    assert module[10:19] == b"\x08dylink.0"
    assert len(module) == 61


def test_backtrace_returns_zero():
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not on the PATH")
    text = base64.b64encode(backtrace_module()).decode()
    done = subprocess.run([node, "-e", CALL, text], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "backtrace 0"
    broken = base64.b64encode(backtrace_module()[:-1]).decode()
    assert subprocess.run([node, "-e", CALL, broken], capture_output=True).returncode
