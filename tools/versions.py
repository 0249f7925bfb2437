"""Run the plain notebooks on the oldest and the newest packages that dlbook allows.

``python -m tools.versions`` makes a fresh environment for each, with the wheel of the working
tree, and runs every notebook of ``colab/`` there. pyproject.toml's lower bounds are what the
oldest run has shown to work. No part of ``make test``: a torch takes gigabytes.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

from tools.chapters import ROOT
from tools.prepare_build import build_wheel

RUNNERS = ["ipykernel", "nbclient"]
SHOW = """\
import importlib.metadata, platform, sys
print(f"Python {platform.python_version()}", *(
    f"{name} {importlib.metadata.version(name)}" for name in sys.argv[1:]), sep=", ")
"""


def ranges(project: dict) -> list[str]:
    """Return what the package asks for, with what its chapters import."""
    return project["dependencies"] + project["optional-dependencies"]["torch"]


def name_of(requirement: str) -> str:
    """Return the name of the package that a requirement is about.

    Raises
    ------
    ValueError
        If the requirement is not a name and a lower bound.
    """
    name, bound, version = requirement.partition(">=")
    if not bound or "," in version:
        raise ValueError(f"expected NAME>=VERSION in pyproject.toml, got {requirement!r}")
    return name.strip()


def oldest(requirements: list[str]) -> list[str]:
    """Return the lowest version of each package."""
    names = map(name_of, requirements)
    return [
        f"{n}=={r.partition('>=')[2].strip()}" for n, r in zip(names, requirements, strict=True)
    ]


def newest(requirements: list[str]) -> list[str]:
    """Return each package, in whatever version pip finds."""
    return [name_of(requirement) for requirement in requirements]


def check(wanted: list[str], notebooks: list[Path]) -> int:
    """Install packages and the wheel into a fresh environment, run notebooks there.

    Return 0 if all of them ran.
    """
    # The Makefile's pins are for the book's own environment.
    environment = {
        k: v for k, v in os.environ.items() if k not in ("PIP_CONSTRAINT", "PYTHONPATH")
    }
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder, "bin", "python")
        install = [python, "-m", "pip", "install", "--quiet"]
        wheel = build_wheel(Path(folder))
        subprocess.run([*install, *wanted, *RUNNERS, wheel], check=True, env=environment)
        names = [requirement.partition("==")[0] for requirement in wanted]
        subprocess.run([python, "-c", SHOW, *names], check=True, env=environment)
        command = [python, "-m", "tools.run_notebooks", *notebooks]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def main() -> int:
    """Check both ends of the ranges; both are tried even if the first fails."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    requirements = ranges(tomllib.loads(text)["project"])
    notebooks = sorted((ROOT / "colab").glob("**/*.ipynb"))
    return max([check(ends(requirements), notebooks) for ends in (oldest, newest)])


if __name__ == "__main__":
    sys.exit(main())
