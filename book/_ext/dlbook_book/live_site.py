"""Put into the site what live pages load, and let those pages, and no others, load it.

A page itself loads one small script. Python and the editor come when a reader first asks for
them; the archive that Python unpacks holds the package, the exercises and a sample of data.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
from pathlib import Path

import numpy as np
from docutils import nodes
from sphinx.application import Sphinx

import dlbook
from dlbook.data import load
from tools.live.archive import write_zip

PACKAGE = Path(dlbook.__file__).parent
PAGE_PACKAGE = Path(__file__).parents[2] / "_live" / "dlbook_page"
# The other subpackages need torch or matplotlib.
SUBPACKAGES = ("data", "exercise", "notebook", "scratch")
BANK = "dlbook/exercise/bank"
SUFFIXES = (".css", ".csv.gz", ".html", ".js", ".py")
SAMPLES = {"mnist": (1000, 200)}
"""Training and test images of each set that a page carries; ``dlbook_page.data`` says so."""
WEIGHTS = ("word_sounds.npz",)
"""Files of small networks that live cells run."""
# Classes of the elements that a script makes interactive.
LIVE = {"live-work", "exercise-list", "tag_live", "tag_explore"}
PREDICT_STYLE = PACKAGE / "notebook" / "predict.css"


def write_archive(bank: Path, to: Path) -> None:
    """Write the archive, a zip to be unpacked into ``site-packages``.

    ``bank`` is the folder of the exercises, ``<chapter>/<slug>.py``.
    """
    files = {"dlbook/__init__.py": (PACKAGE / "__init__.py").read_bytes()}
    for name in SUBPACKAGES:
        files |= read_folder(PACKAGE / name, f"dlbook/{name}")
    files |= read_folder(PAGE_PACKAGE, "dlbook_page")
    files |= read_folder(bank, BANK)
    for name in WEIGHTS:
        path = f"data/bundled/{name}"
        files[f"dlbook/{path}"] = (PACKAGE / path).read_bytes()
    for name, (train, test) in SAMPLES.items():
        files[f"dlbook/data/bundled/{name}.npz"] = sample(name, train, test)
    write_zip(to, files)


def read_folder(folder: Path, name: str) -> dict[str, bytes]:
    """Return the files of a folder that a page may need, by their names below ``name``."""
    found = (path for path in folder.rglob("*") if path.name.endswith(SUFFIXES))
    return {
        f"{name}/{path.relative_to(folder).as_posix()}": path.read_bytes() for path in found
    }


def sample(name: str, train: int, test: int) -> bytes:
    """Return the first images of a set in the form in which the package keeps the set."""
    images = load(name)
    file = io.BytesIO()
    np.savez_compressed(
        file,
        X_train=images.X_train[:train],
        y_train=images.y_train[:train].astype(np.uint8),
        X_test=images.X_test[:test],
        y_test=images.y_test[:test].astype(np.uint8),
    )
    return file.getvalue()


def is_live(doctree: nodes.document | None) -> bool:
    """Return whether a page holds anything that a reader can run, answer or mark."""
    if doctree is None:
        return False
    return any(LIVE & set(node.get("classes", ())) for node in doctree.findall(nodes.Element))


def manifest(folder: Path) -> dict:
    """Return what a page's Python is to load: addresses in ``folder``, and bytes in all."""
    python = next(folder.glob("python-*"))
    archives = [*folder.glob("numpy-*.zip"), folder / "dlbook.zip"]
    fetched = [*archives, *python.glob("*.wasm"), *python.glob("*.zip")]
    return {
        "python": f"{python.name}/",
        "archives": [f"{path.name}?v={_digest(path)}" for path in archives],
        "bytes": sum(path.stat().st_size for path in fetched),
    }


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def _require(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    if is_live(doctree):
        app.add_js_file("live/start.js", loading_method="defer")
        app.add_css_file("live/predict.css")
        app.add_css_file("live/live.css")


def _write(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.name != "html":
        return
    folder = Path(app.outdir) / "_static" / "live"
    write_archive(Path(app.confdir) / app.config.exercise_bank, folder / "dlbook.zip")
    (folder / "live.json").write_text(json.dumps(manifest(folder)), encoding="utf-8")
    shutil.copyfile(PREDICT_STYLE, folder / "predict.css")


def setup(app: Sphinx) -> None:
    """Write the files at the end of a build."""
    app.add_config_value("exercise_bank", "exercises", "env")
    app.connect("html-page-context", _require)
    app.connect("build-finished", _write)
