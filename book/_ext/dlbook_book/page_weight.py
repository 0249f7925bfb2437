"""Keep pages light: scripts only where they are needed, figures only when they are near.

The theme loads a library of icons and a search into every page. The few icons in use are
drawn by ``icons.css``, and the book's own search comes when a reader asks for it. Figures
keep their place while they are not there, and say whether their colors may be turned round
in the dark: a drawing on white may, a photograph may not.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
from PIL import Image
from sphinx.application import Sphinx

THEME = Path(__file__).parent / "theme"
SCRIPT = re.compile(r"\s*<script\b[^>]*\bsrc=\"([^\"]*)\"[^>]*></script>")
FIGURE = re.compile(r'<img\b(?=[^>]*\bsrc="(?P<src>[^"]*_images/[^"]+)")[^>]*>')
STORED_SIZE = re.compile(r'style="width: ([\d.]+)px; height: ([\d.]+)px;"')
FORMULA = re.compile(r'class="math\b|class="[^"]*\blive-work\b|\\\(|\\\[')
# Of a drawing on white, the part that is not white, and the part of its tiles that are mostly
# gray. More is a photograph or a heat map: as negatives, those would say something else.
MOST_INK, MOST_GRAY = 0.4, 0.016
TILE = 6  # pixels, of a picture at half its size


def without_scripts(html: str, *names: str) -> str:
    """Return HTML without the scripts whose files have these names."""

    def kept(match: re.Match) -> str:
        file = match[1].partition("?")[0].rpartition("/")[2]
        return "" if file in names else match[0]

    return SCRIPT.sub(kept, html)


def has_formulas(body: str) -> bool:
    """Return whether a page shows formulas, or may in an exercise's hints and messages."""
    return bool(FORMULA.search(body))


def is_drawing(path: Path) -> bool:
    """Return whether a picture is a drawing on white."""
    if path.suffix == ".svg":
        return True
    with Image.open(path) as picture:
        levels = np.asarray(picture.convert("RGB").reduce(2)).astype(int)
    ink = levels.min(axis=2) < 235
    gray = ink & (np.ptp(levels, axis=2) < 24)
    height, width = (size // TILE for size in gray.shape)
    tiles = gray[: height * TILE, : width * TILE].reshape(height, TILE, width, TILE)
    return bool(ink.mean() < MOST_INK and (tiles.mean(axis=(1, 3)) > 0.6).mean() < MOST_GRAY)


def finish_figures(body: str, files: dict[str, Path]) -> str:
    """Return a page's body whose figures have their size, and load when they are near.

    ``files`` holds the pictures by the names under which pages show them.
    """

    def finished(match: re.Match) -> str:
        path = files.get(match["src"].rpartition("/")[2])
        if path is None or not path.exists() or " loading=" in match[0]:
            return match[0]
        tag, size = match[0], _shown_size(match[0], path)
        tag = STORED_SIZE.sub("", tag)
        kind = "drawing" if is_drawing(path) else "picture"
        extra = f'loading="lazy" decoding="async" data-kind="{kind}"'
        if size:
            extra += ' width="{:.0f}" height="{:.0f}"'.format(*size)
        return re.sub(r"\s*/?>$", f" {extra} />", tag)

    return FIGURE.sub(finished, body)


def _shown_size(tag: str, path: Path) -> tuple[float, float] | None:
    if stored := STORED_SIZE.search(tag):
        return float(stored[1]), float(stored[2])
    if path.suffix == ".svg":
        return None
    with Image.open(path) as picture:
        return picture.size


def _finish(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    context["without_scripts"] = without_scripts
    body = context.get("body", "")
    if not has_formulas(body):
        context["script_files"] = [
            script for script in context["script_files"] if "mathjax" not in str(script)
        ]
    if body:
        shown = {name: Path(app.srcdir, path) for path, (_, name) in app.env.images.items()}
        context["body"] = finish_figures(body, shown)


def _use_theme(app: Sphinx, config) -> None:
    config.templates_path.append(str(THEME))


def _join_styles(app: Sphinx, config) -> None:
    """Make one file of the style sheets that ``_config.yml`` lists: each was a request."""
    sheets = [Path(app.confdir, "book", "_static", name) for name in config.html_css_files]
    folder = Path(app.confdir, "build", "styles")
    folder.mkdir(parents=True, exist_ok=True)
    text = "\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets)
    (folder / "book.css").write_text(text, encoding="utf-8")
    config.html_static_path = [*config.html_static_path, str(folder)]
    config.html_css_files = ["book.css"]


def setup(app: Sphinx) -> None:
    """Change pages when all others have: what is left out depends on what is there."""
    app.connect("config-inited", _use_theme)
    app.connect("config-inited", _join_styles)
    app.connect("html-page-context", _finish, priority=950)
