"""Read the metadata of all chapters before the build, and report what is wrong with it.

Other extensions find the chapters in ``app.env.chapters``, in the order of
``_toc.yml``. A chapter with faulty metadata is reported and left out.
"""

from __future__ import annotations

import json
from pathlib import Path

from chapters import Chapter, chapter_from, problems
from sphinx.application import Sphinx
from sphinx.util import logging

logger = logging.getLogger(__name__)

# Pages made from the chapters' metadata: the first page, and those of the API.
DEPENDENT = ("book/index", "book/api/")


def notebooks(app: Sphinx) -> dict[str, str]:
    """Return the part of each notebook that ``_toc.yml`` lists, by its docname."""
    listed = {
        str(item).removesuffix(".ipynb"): part.caption or ""
        for part in app.config.external_site_map.root.subtrees
        for item in part.items
    }
    return {
        docname: part
        for docname, part in listed.items()
        if (Path(app.srcdir) / docname).with_suffix(".ipynb").exists()
    }


def read_chapters(app: Sphinx) -> list[Chapter]:
    """Return all chapters whose metadata is right; warn about the others."""
    parts = notebooks(app)
    slugs = [docname.rpartition("/")[2] for docname in parts]
    found = []
    for index, (docname, part) in enumerate(parts.items()):
        path = (Path(app.srcdir) / docname).with_suffix(".ipynb")
        notebook = json.loads(path.read_text(encoding="utf-8"))
        wrong = problems(notebook, slugs[index], slugs[:index], slugs[index + 1 :])
        for problem in wrong:
            logger.warning(problem, location=str(path), type="dlbook", subtype="metadata")
        if not wrong:
            found.append(chapter_from(docname, part, index + 1, notebook))
    return found


def _read(app: Sphinx) -> None:
    before = getattr(app.env, "chapters", None)
    app.env.chapters = read_chapters(app)
    app.env.chapters_changed = before != app.env.chapters


def _outdated(app: Sphinx, env, added, changed, removed) -> list[str]:
    if not env.chapters_changed:
        return []
    return [docname for docname in env.found_docs if docname.startswith(DEPENDENT)]


def setup(app: Sphinx) -> dict:
    """Read the chapters as soon as the environment is there."""
    app.connect("builder-inited", _read)
    app.connect("env-get-outdated", _outdated)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
