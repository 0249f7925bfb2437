"""Pages leave out scripts that they do not need, and say of figures what they are."""

from __future__ import annotations

import numpy as np
import pytest
from dlbook_book.page_weight import finish_figures, has_formulas, is_drawing, without_scripts
from PIL import Image


def saved(folder, levels):
    path = folder / "figure.png"
    Image.fromarray(levels.astype(np.uint8)).save(path)
    return path


@pytest.fixture
def drawing(tmp_path):
    """Return a file with a few lines on white."""
    levels = np.full((240, 360, 3), 255)
    levels[120:124], levels[:, 180:183] = 0, (0, 114, 178)
    return saved(tmp_path, levels)


def test_a_drawing_on_white_is_told_from_a_photograph(drawing, tmp_path):
    assert is_drawing(drawing)
    noise = np.random.default_rng(0).integers(60, 200, (240, 360, 1)).repeat(3, axis=2)
    assert not is_drawing(saved(tmp_path, noise))
    half = np.full((240, 360, 3), 255)
    half[:, :180] = noise[:, :180]
    assert not is_drawing(saved(tmp_path, half))


def test_scripts_are_left_out_by_the_names_of_their_files():
    kept = '<script src="../_static/a.js?v=1"></script>'
    html = f'{kept}<script defer src="../_static/b.js?v=2"></script><script>b.js</script>'
    assert without_scripts(html, "b.js", "c.js") == f"{kept}<script>b.js</script>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>Text (1) and [2].</p>", False),
        ('<span class="math notranslate">x</span>', True),
        (r"<p>\(x\)</p>", True),
        ('<div class="live-work"></div>', True),
    ],
)
def test_a_page_has_formulas_or_not(body, expected):
    assert has_formulas(body) is expected


def test_a_figure_gets_its_size_and_waits(drawing):
    files = {"x.png": drawing}
    stored = (
        '<img alt="A &gt; B" src="../_images/x.png" style="width: 180px; height: 120px;" />'
    )
    shown = finish_figures(f"<p>{stored}</p>", files)
    for part in ('width="180" height="120"', 'loading="lazy"', 'data-kind="drawing"', 'alt="A'):
        assert part in shown
    assert "style" not in shown
    assert finish_figures(shown, files) == shown
    assert 'width="360"' in finish_figures('<img src="_images/x.png"/>', files)
    other = '<img src="_static/logo.svg"/>'
    assert finish_figures(other, files) == other
