"""Show marks as a picture: what ``draw.show`` does."""

from __future__ import annotations

from dlbook.notebook.display import running_shell, show
from dlbook.notebook.draw import Axes, Mark
from dlbook.notebook.frames import Frame, plot_spec, sort_out, written

# The page's Python puts a function here: it gets each picture, which is then not displayed.
recorder = None


class Picture:
    """Marks by plot, and numbers to be told; ``axes`` are by plot, too."""

    def __init__(self, content, axes: dict[str, Axes] | Axes | None = None):
        if isinstance(content, Mark):
            content = [content]
        if isinstance(content, list | tuple):
            content, axes = {"": content}, {"": axes} if isinstance(axes, Axes) else axes
        self.frame: Frame = sort_out(content, "draw.show")
        self.axes = axes or {}
        if not isinstance(self.axes, dict) or self.axes.keys() - self.frame.plots.keys():
            titles = ", ".join(map(repr, self.frame.plots))
            raise ValueError(f"draw.show: expected axes by the titles {titles}, got {axes!r}")

    @property
    def plots(self) -> list[dict]:
        """Return of each plot title, names, limits and scales."""
        return [
            plot_spec(title, self.axes.get(title), [marks])
            for title, marks in self.frame.plots.items()
        ]

    @property
    def numbers(self) -> str:
        """Return the numbers as text."""
        return ", ".join(f"{name} {written(v)}" for name, v in self.frame.numbers.items())

    def for_page(self) -> dict:
        """Return what a page draws, as JSON holds it."""
        return {"plots": self.plots, "frame": self.frame.encode(self.axes)}

    def show(self) -> None:
        """Display the picture; outside a notebook, print what it shows."""
        if recorder is not None:
            recorder(self)
            return
        told = {"text/plain": str(self)}
        if shell := running_shell():
            from dlbook.notebook import explore_static

            data, metadata = explore_static.bundle(self.frame, self.plots, self.numbers, shell)
            show(data | told, metadata)
        else:
            show(told)

    def __str__(self) -> str:
        """Return what each plot shows, and the numbers."""
        lines = [
            f"{title or 'plot'}: {', '.join(m.style.get('label') or m.kind for m in marks)}"
            for title, marks in self.frame.plots.items()
        ]
        return "\n".join([*lines, *filter(None, [self.numbers])])


def as_picture(value) -> Picture | None:
    """Return marks, or a dict with some of them, as a picture; anything else as None."""
    parts = [*value.values()] if isinstance(value, dict) else [value]
    marks = [m for p in parts for m in (p if isinstance(p, list | tuple) else [p])]
    if not any(isinstance(mark, Mark) for mark in marks):
        return None
    try:
        return Picture(value)
    except (TypeError, ValueError):  # marks among other things
        return None
