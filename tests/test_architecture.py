"""The package as a whole keeps its rules, and each check fails where a rule is broken."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from dlbook.data.catalog import CATALOG
from tests import architecture as check

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "dlbook"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
# Names under which conda-forge has what PyPI calls otherwise.
CONDA_NAMES = {
    "torch": "pytorch",
    "matplotlib": "matplotlib-base",
    "playwright": "playwright-python",
}


@pytest.fixture
def tree(tmp_path):
    """Return a function that writes a small package and returns its folder."""

    def write(**files: str) -> Path:
        for name, text in files.items():
            path = tmp_path / "dlbook" / (name.replace("__", "/") + ".py")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path / "dlbook"

    return write


# --- imports point downward -------------------------------------------------------


def test_imports_point_downward():
    assert check.upward_imports(PACKAGE) == []


@pytest.mark.parametrize(
    "line",
    [
        "import dlbook.train",
        "import dlbook.data.catalog as c",
        "from dlbook.grade import x",
        "from dlbook import models",
        "from ..plot import curves",
        "from .. import notebook",
        "def f():\n    from dlbook.functional import Linear",
        "import tools.bench",
        "from exercises import relu",
    ],
)
def test_an_import_upward_sideward_or_outward_is_found(line, tree):
    (found,) = check.upward_imports(tree(scratch__ops=line))
    assert found.startswith("scratch/ops.py imports ")


def test_an_import_downward_or_of_the_own_package_passes(tree):
    package = tree(
        train__loop="from dlbook.scratch import Tensor\nfrom dlbook.functional import x",
        scratch__ops__relu="from dlbook.scratch.tensor import Tensor\nfrom ..tensor import x",
        grade__run="import torch, dlbook\nfrom dlbook import rl, __version__",
    )
    assert check.upward_imports(package) == []


def test_a_package_in_no_layer_is_found(tree):
    (found,) = check.upward_imports(tree(extras__new="import numpy"))
    assert "extras is in no layer" in found


def test_the_package_itself_imports_no_part(tree):
    package = tree(scratch__tensor="")
    (package / "__init__.py").write_text("from dlbook.scratch import tensor")
    assert check.upward_imports(package) == ["__init__.py imports dlbook.scratch.tensor"]


def test_scratch_imports_numpy_alone():
    assert check.foreign_imports(PACKAGE, "scratch", {"numpy"}) == []


@pytest.mark.parametrize(
    "line", ["import torch", "from dlbook.data import load", "import yaml"]
)
def test_a_foreign_import_is_found(line, tree):
    package = tree(
        scratch__a="import numpy.linalg, math\nfrom dlbook.scratch import b\n" + line
    )
    assert len(check.foreign_imports(package, "scratch", {"numpy"})) == 1


# --- what an import loads ---------------------------------------------------------


def runs(code: str, without: tuple[str, ...] = ()) -> bool:
    """Say whether ``code`` runs in a fresh interpreter where some packages are missing."""
    block = f"import sys; sys.modules.update(dict.fromkeys({without!r}))\n"
    child = subprocess.run([sys.executable, "-c", block + code], cwd=ROOT, capture_output=True)
    return child.returncode == 0


def test_scratch_works_with_numpy_alone():
    code = (
        "from dlbook.scratch import Tensor; (Tensor([1.0], requires_grad=True) * 2).backward()"
    )
    assert runs(code, without=("torch", "matplotlib", "sklearn", "pooch", "IPython"))
    assert not runs(code, without=("numpy",))


def test_importing_the_package_loads_neither_numpy_nor_torch():
    code = "import {}; assert not {{'numpy', 'torch'}} & set(sys.modules)"
    assert runs(code.format("dlbook"))
    assert not runs(code.format("dlbook.scratch"))


# --- what the repository holds ----------------------------------------------------


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    )
    paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    return [path for path in paths if path.is_file()]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_the_repository_is_light(tracked):
    sizes = {name(path): path.stat().st_size for path in tracked}
    assert sizes["dlbook/data/bundled/mnist.npz"] > 10 * check.MEGABYTE
    assert check.heavy(sizes) == []


def test_a_heavy_repository_is_found():
    sizes = {"small": 1, "large": 60 * check.MEGABYTE}
    assert check.heavy(sizes) == ["60000001 bytes in all", "large", "small"]
    assert check.heavy({"large": 60 * check.MEGABYTE}) == []


def test_nothing_that_readers_download_is_in_the_repository(tracked):
    hashes = {name(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in tracked}
    files = [file for dataset in CATALOG.values() for file in dataset.files]
    assert check.downloaded(hashes, {file.sha256 for file in files if file.address}) == []
    # Those of the package are in the repository: so the check does see data.
    bundled = {file.sha256 for file in files if not file.address}
    assert len(check.downloaded(hashes, bundled)) == len(bundled)


def test_a_downloaded_file_is_found_by_its_place():
    assert check.downloaded({"shared/data/download/x.txt": "0", "a/b": "1"}, set()) == [
        "shared/data/download/x.txt"
    ]


# --- conda users get the same -----------------------------------------------------


def conda_requirements() -> list[str]:
    return [line for line in ENVIRONMENT["dependencies"] if isinstance(line, str)]


def as_conda(project: dict) -> dict[str, frozenset[str]]:
    """Return what conda is to install, from pyproject.toml."""
    lines = project["dependencies"] + check.resolve_extra(project, "dev")
    found = check.requirements(lines)
    found = {CONDA_NAMES.get(name, name): clauses for name, clauses in found.items()}
    return {**found, "python": frozenset([project["requires-python"]]), "pip": frozenset()}


def test_the_conda_environment_is_the_one_of_pip():
    assert check.requirements(conda_requirements()) == as_conda(PROJECT)
    assert ENVIRONMENT["channels"] == ["conda-forge", "nodefaults"]
    assert ENVIRONMENT["dependencies"][-1] == {"pip": ["--editable ."]}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("pytorch >=2.6", "pytorch >=2.5"),
        ("jupyter-book >=1.0.4.post1,<2", "jupyter-book >=1.0.4.post1"),
        ("ruff >=0.9", "black >=24"),
        ("python >=3.11", "python"),
    ],
)
def test_a_conda_environment_that_differs_is_found(old, new):
    assert old in conda_requirements()
    changed = [new if line == old else line for line in conda_requirements()]
    assert check.requirements(changed) != as_conda(PROJECT)


@pytest.mark.parametrize("line", ["numpy >= 2.0", "numpy 2.0", "numpy>=2.0 # why", "a b >=1"])
def test_a_requirement_of_another_form_is_refused(line):
    with pytest.raises(ValueError, match="not a requirement"):
        check.requirements([line])


def test_conda_understands_every_line():
    rattler = pytest.importorskip("rattler", reason="py-rattler is not installed")
    for line in conda_requirements():
        rattler.MatchSpec(line, strict=True)
    with pytest.raises(Exception, match="unable to parse version"):
        rattler.MatchSpec("numpy >=>2.0", strict=True)
