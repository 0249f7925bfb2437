"""Figures of the book: a style sheet, three sizes, four functions.

``plt.style.use("dlbook.plot.dlbook")`` sets the style. Each function draws into
the axes it is given and returns them; none calls ``plt.show()``.
"""

from dlbook.plot.curves import plot_curves
from dlbook.plot.decision_regions import plot_decision_regions
from dlbook.plot.graph import plot_graph
from dlbook.plot.images import plot_images

# Figure sizes, (width, height) in inches. At 120 dots per inch WIDE and TALL fill the 800
# pixels of the book's column; SMALL takes half of it.
SMALL = (4.0, 2.8)
WIDE = (6.6, 3.2)
TALL = (6.6, 5.2)

__all__ = [
    "SMALL",
    "TALL",
    "WIDE",
    "plot_curves",
    "plot_decision_regions",
    "plot_graph",
    "plot_images",
]
