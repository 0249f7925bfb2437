"""Figures of the book: a style sheet, three sizes, four functions.

``plt.style.use("dlbook.plot.dlbook")`` sets the style. Each function draws into
the axes that it is given and returns them; none calls ``plt.show()``.
"""

from dlbook.plot.curves import plot_curves
from dlbook.plot.decision_regions import plot_decision_regions
from dlbook.plot.graph import plot_graph
from dlbook.plot.images import plot_images
from dlbook.plot.sizes import SMALL, TALL, WIDE

__all__ = [
    "SMALL",
    "TALL",
    "WIDE",
    "plot_curves",
    "plot_decision_regions",
    "plot_graph",
    "plot_images",
]
