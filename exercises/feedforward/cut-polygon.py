# /// exercise
# title = "Cut a polygon"
# kind = "implement"
# difficulty = 4
# minutes = 40
# practices = ["linear regions", "convex polygons"]
# answer = "active_part"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''Walk around the polygon, from each corner to the next and from the last to the first.
#   Keep a corner where the unit is active.''',
#   '''Where `z` changes its sign along an edge from `p` to `q`, it is zero at
#   `p + (q - p) * z_p / (z_p - z_q)`. Keep this point, too.''',
# ]
# [survivors]
# "z[k - 1] * z[k] -> z[k - 1] / z[k]" = "A quotient has the sign of the product."
# "z[k - 1] * z[k] < 0 -> z[k - 1] * z[k] <= 0" = "No corner lies on the line."
# "z[k] >= 0 -> z[k] > 0" = "No corner lies on the line."
# ///

# %% [markdown]
# A ReLU unit with weights $\mathbf w$ and bias $b$ cuts a convex polygon along the line
# $\mathbf w^\top\mathbf x + b = 0$. On which part of the polygon is the unit active?
#
# What comes in: `corners`, a float64 array of shape `(V, 2)`, the corners of the polygon in
# order; `w`, float64 of shape `(2,)`; `b`, a number. What goes out: the corners of the active
# part, where $\mathbf w^\top\mathbf x + b \ge 0$, in order: a float64 array of shape `(U, 2)`.
# You may begin at any corner and go either way around. If the unit is active nowhere, return an
# array of shape `(0, 2)`. No corner of the polygon lies on the line.

# %% tags=["starter"]
import numpy as np


def active_part(corners, w, b):
    """Return the corners of the part of the polygon on which the unit is active."""
    ### BEGIN SOLUTION
    z = corners @ w + b
    kept = []
    for k in range(len(corners)):
        p, q = corners[k - 1], corners[k]
        if z[k - 1] * z[k] < 0:
            kept.append(p + (q - p) * z[k - 1] / (z[k - 1] - z[k]))
        if z[k] >= 0:
            kept.append(q)
    return np.array(kept) if kept else np.zeros((0, 2))
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    V = int(rng.integers(3, 8))
    angle = np.sort(rng.uniform(0, 2 * np.pi, V))
    corners = np.column_stack([2 * np.cos(angle), np.sin(angle)]) + rng.normal(size=2)
    w = rng.normal(size=2)
    z = np.sort(corners @ w)
    k = int(rng.integers(1, V))
    return corners, w, float(-(z[k - 1] + z[k]) / 2)


def edge_cases():
    square = np.array([[0.0, 0], [1, 0], [1, 1], [0, 1]])
    return [
        (square, np.array([1.0, 0]), -0.25),
        (square, np.array([1.0, 1]), 5.0),
        (square, np.array([1.0, 1]), -5.0),
    ]


def measure(result, corners, w, b):
    """Return the corners from the leftmost on, counterclockwise: as one may begin anywhere."""
    points = np.asarray(result)
    if points.ndim != 2 or points.shape[1] != 2 or len(points) < 3:
        return points
    x, y = points.T
    if x @ np.roll(y, -1) < y @ np.roll(x, -1):
        points = points[::-1]
    first = np.lexsort((points[:, 1], points[:, 0].round(9)))[0]
    return np.roll(points, -first, axis=0)


def valid(corners, w, b):
    if corners.ndim != 2 or len(corners) < 3 or corners.shape[1] != 2 or w.shape != (2,):
        return False
    x, y = corners.T
    area = abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2
    return area > 1e-3 and np.abs(corners @ w + b).min() > 1e-3


# %% [raw] tags=["wrong"]
# wrong_side: You return the part on which the unit is *off*.
# - if z[k] >= 0:
# + if z[k] < 0:
#
# wrong_corners: You keep the active corners, and not the two points where the line crosses
# edges.
# - kept.append(p + (q - p) * z[k - 1] / (z[k - 1] - z[k]))
# + pass
#
# wrong_middle: You cut each edge in its middle. The line crosses where `z` is zero, which
# depends on how far its ends are from the line.
# - (q - p) * z[k - 1] / (z[k - 1] - z[k])
# + (q - p) / 2
#
# wrong_open: You skip the edge from the last corner to the first.
# - for k in range(len(corners)):
# + for k in range(1, len(corners)):
#
# wrong_order: Your corners are right, but not in order: a crossing belongs between the two
# corners of its edge.
# - kept = []
# + kept, crossings = [], []
# - kept.append(p + (q - p) * z[k - 1] / (z[k - 1] - z[k]))
# + crossings.append(p + (q - p) * z[k - 1] / (z[k - 1] - z[k]))
# - return np.array(kept) if kept
# + kept += crossings
# + return np.array(kept) if kept
#
# wrong_bias: You left the bias out.
# - z = corners @ w + b
# + z = corners @ w
