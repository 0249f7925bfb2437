"""The package as a whole keeps its rules; each check fails if a rule is broken."""

from __future__ import annotations

import ast
import hashlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import yaml

from dlbook.data.catalog import CATALOG
from dlbook.data.weights import WEIGHTS
from tools.chapters import ROOT

PACKAGE = ROOT / "dlbook"
MEGABYTE = 1_000_000
# A package imports from layers below its own, and from itself.
LAYERS = [
    {"scratch", "data", "plot", "exercise", "notebook"},
    {"functional"},
    {"models"},
    {"train"},
    {"rl", "interpret", "efficient", "parallel"},
    {"grade"},
]
HEIGHT = {name: height for height, layer in enumerate(LAYERS) for name in layer}
OUTSIDE = {"book", "exercises", "tests", "tools"}


# --- imports point downward --------------------------------------------------------


def sources(root: Path) -> list[Path]:
    """Return the Python files below ``root``."""
    return sorted(p for p in root.rglob("*.py") if "__pycache__" not in p.parts)


def imports(path: Path, package: Path) -> Iterator[str]:
    """Return the full names of all that a file imports, wherever in it."""
    # A file and an __init__.py have the same home: the folder they are in.
    home = (package.name, *path.relative_to(package).parts[:-1])
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = home[: len(home) - node.level + 1] if node.level else ()
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{module}.{alias.name}" for alias in node.names)


def upward_imports(package: Path) -> list[str]:
    """Return imports of the own layer, of one above, or of what is no part of the package."""
    wrong = []
    for path in sources(package):
        part, *rest = path.relative_to(package).parts
        height = HEIGHT.get(part) if rest else -1  # the package's own files are below all
        if height is None:
            wrong.append(f"{part} is in no layer of tests/test_architecture.py")
            continue
        for name in imports(path, package):
            top, there, *_ = [*name.split("."), ""]
            upward = top == package.name and HEIGHT.get(there, -2) >= height and there != part
            if upward or top in OUTSIDE:
                wrong.append(f"{path.relative_to(package)} imports {name}")
    return wrong


def foreign_imports(package: Path, part: str, allowed: set[str]) -> list[str]:
    """Return what ``part`` imports beyond itself, the standard library and ``allowed``."""
    own = f"{package.name}.{part}"
    return [
        f"{path.relative_to(package)} imports {name}"
        for path in sources(package / part)
        for name in imports(path, package)
        if name.partition(".")[0] not in sys.stdlib_module_names | allowed
        and name != own
        and not name.startswith(own + ".")
    ]


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


def test_imports_point_downward():
    assert upward_imports(PACKAGE) == []


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
    (found,) = upward_imports(tree(scratch__ops=line))
    assert found.startswith("scratch/ops.py imports ")


def test_an_import_downward_or_of_the_own_package_passes(tree):
    package = tree(
        train__loop="from dlbook.scratch import Tensor\nfrom dlbook.functional import x",
        scratch__ops__relu="from dlbook.scratch.tensor import Tensor\nfrom ..tensor import x",
        grade__run="import torch, dlbook\nfrom dlbook import rl, __version__",
    )
    assert upward_imports(package) == []


def test_a_package_in_no_layer_is_found(tree):
    (found,) = upward_imports(tree(extras__new="import numpy"))
    assert "extras is in no layer" in found


def test_the_package_itself_imports_no_part(tree):
    package = tree(scratch__tensor="")
    (package / "__init__.py").write_text("from dlbook.scratch import tensor")
    assert upward_imports(package) == ["__init__.py imports dlbook.scratch.tensor"]


def test_scratch_imports_numpy_alone():
    assert foreign_imports(PACKAGE, "scratch", {"numpy"}) == []


@pytest.mark.parametrize(
    "line", ["import torch", "from dlbook.data import load", "import yaml"]
)
def test_a_foreign_import_is_found(line, tree):
    package = tree(
        scratch__a="import numpy.linalg, math\nfrom dlbook.scratch import b\n" + line
    )
    assert len(foreign_imports(package, "scratch", {"numpy"})) == 1


def test_tools_work_without_the_tests():
    found = {p.name: [*imports(p, ROOT / "tools")] for p in sources(ROOT / "tools")}
    assert {
        n for n, names in found.items() if any(m.startswith("tests") for m in names)
    } == set()


# --- what an import loads ----------------------------------------------------------


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


# --- what the repository holds -----------------------------------------------------


@pytest.fixture(scope="module")
def tracked() -> dict[str, Path]:
    """Return the files of the repository by their names."""
    command = ["git", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    names = [name for name in listed.stdout.decode().split("\0") if name]
    return {name: ROOT / name for name in names if (ROOT / name).is_file()}


def test_the_repository_is_light(tracked):
    sizes = {name: path.stat().st_size for name, path in tracked.items()}
    assert sizes["dlbook/data/bundled/mnist.npz"] > 10 * MEGABYTE  # so the data are counted
    largest = sorted(sizes, key=sizes.get, reverse=True)[:5]
    assert sum(sizes.values()) <= 60 * MEGABYTE, largest


def test_nothing_that_readers_download_is_in_the_repository(tracked):
    hashes = {hashlib.sha256(path.read_bytes()).hexdigest() for path in tracked.values()}
    bundled, others = set(), set()
    for dataset in (CATALOG | WEIGHTS).values():
        kind = bundled if dataset.is_bundled else others
        kind |= {file.sha256 for file in dataset.files}
    assert bundled <= hashes
    assert not others & hashes
    assert not [name for name in tracked if "data/download/" in name]


# --- conda users get the same ------------------------------------------------------

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
# Names under which conda-forge has what PyPI calls otherwise.
CONDA_NAMES = {
    "torch": "pytorch",
    "matplotlib": "matplotlib-base",
    "playwright": "playwright-python",
}


def requirements(lines: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return name and version clauses of each requirement, for pip or for conda."""
    parsed = {}
    for line in lines:
        match = re.fullmatch(r"([\w.-]+) ?((?:[<>=!]=?[\w.]+,?)*)", line)
        if match is None:
            raise ValueError(f"not a requirement of the form 'name >=1.0,<2': {line!r}")
        parsed[match[1]] = frozenset(filter(None, match[2].split(",")))
    return parsed


def resolve_extra(project: dict, extra: str) -> list[str]:
    """Return the requirements of an extra, with those of the extras that it names."""
    found = []
    for line in project["optional-dependencies"][extra]:
        if match := re.fullmatch(rf"{project['name']}\[([\w,]+)\]", line):
            for inner in match[1].split(","):
                found += resolve_extra(project, inner)
        else:
            found.append(line)
    return found


def conda_requirements() -> list[str]:
    return [line for line in ENVIRONMENT["dependencies"] if isinstance(line, str)]


def as_conda(project: dict) -> dict[str, frozenset[str]]:
    """Return what conda is to install, from pyproject.toml."""
    lines = project["dependencies"] + resolve_extra(project, "dev")
    found = requirements(lines)
    found = {CONDA_NAMES.get(name, name): clauses for name, clauses in found.items()}
    return {**found, "python": frozenset([project["requires-python"]]), "pip": frozenset()}


def test_the_conda_environment_is_the_one_of_pip():
    assert requirements(conda_requirements()) == as_conda(PROJECT)
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
    assert requirements(changed) != as_conda(PROJECT)


@pytest.mark.parametrize("line", ["numpy >= 2.0", "numpy 2.0", "numpy>=2.0 # why", "a b >=1"])
def test_a_requirement_of_another_form_is_refused(line):
    with pytest.raises(ValueError, match="not a requirement"):
        requirements([line])


def test_conda_understands_every_line():
    rattler = pytest.importorskip("rattler", reason="py-rattler is not installed")
    for line in conda_requirements():
        rattler.MatchSpec(line, strict=True)
    with pytest.raises(Exception, match="unable to parse version"):
        rattler.MatchSpec("numpy >=>2.0", strict=True)
