"""Put into the site what live pages load, and let those pages, and no others, load it.

A page itself loads one small script. Python and the editor come when a reader first
asks for them.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

from docutils import nodes
from live_archive import write_archive
from sphinx.application import Sphinx

import dlbook

# Classes of what a script brings to life.
LIVE = {"live-work", "exercise-list", "tag_live"}
PREDICT_STYLE = Path(dlbook.__file__).parent / "notebook" / "predict.css"


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


def setup(app: Sphinx) -> dict:
    """Write the files at the end of a build."""
    app.add_config_value("exercise_bank", "exercises", "env")
    app.connect("html-page-context", _require)
    app.connect("build-finished", _write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
