"""Lay the chapters out as a stranger has them: ``python -m tools.prepare_build``.

``build/stage/site`` holds the unpacked wheel of dlbook, built from the working
tree; ``build/stage/notebooks/<part>/<slug>/`` holds one notebook and nothing
else. The tests run the notebooks there, so a chapter that leans on a file of
the repository fails.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from tools.chapters import ROOT, chapters

STAGE = ROOT / "build" / "stage"


def build_wheel(into: Path) -> Path:
    """Build the wheel of the working tree and return its path."""
    # What builds it is installed with the tests: an environment of its own takes long.
    options = ["--quiet", "--no-deps", "--no-build-isolation", "-w", into]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, ROOT], check=True)
    (wheel,) = into.glob("dlbook-*.whl")
    return wheel


def prepare(root: Path = ROOT, to: Path = STAGE) -> list[Path]:
    """Fill ``to`` anew and return the copied notebooks."""
    shutil.rmtree(to, ignore_errors=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        zipfile.ZipFile(build_wheel(Path(folder))) as z,
    ):
        z.extractall(to / "site")
    copies = []
    for chapter in chapters(root):
        alone = to / "notebooks" / chapter.path.parent.name / chapter.slug
        alone.mkdir(parents=True)
        copies.append(Path(shutil.copy(chapter.path, alone)))
    return copies


if __name__ == "__main__":
    for copy in prepare():
        print("prepared", copy.relative_to(ROOT))
