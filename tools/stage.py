"""Lay the chapters out as a stranger has them: each alone, with only the wheel.

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

ROOT = Path(__file__).resolve().parents[1]
STAGE = ROOT / "build" / "stage"


def build_wheel(into: Path) -> Path:
    """Build the wheel of the working tree and return its path."""
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", into, ROOT],
        check=True,
    )
    (wheel,) = into.glob("dlbook-*.whl")
    return wheel


def stage(root: Path = ROOT, to: Path = STAGE) -> list[Path]:
    """Fill ``to`` anew and return the copied notebooks."""
    shutil.rmtree(to, ignore_errors=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        zipfile.ZipFile(build_wheel(Path(folder))) as z,
    ):
        z.extractall(to / "site")
    copies = []
    for notebook in sorted(root.glob("book/[!_.]*/*.ipynb")):
        alone = to / "notebooks" / notebook.parent.name / notebook.stem
        alone.mkdir(parents=True)
        copies.append(Path(shutil.copy(notebook, alone)))
    return copies


if __name__ == "__main__":
    for copy in stage():
        print("staged", copy.relative_to(ROOT))
