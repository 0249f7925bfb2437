# /// exercise
# title = "The second backward pass"
# kind = "debug"
# difficulty = 3
# minutes = 15
# practices = ["reverse mode", "accumulation of gradients"]
# answer = "backward"
# hints = [
#   '''Follow the graph of $(x + x) \cdot 1$ on paper through two calls. What does the sum
#   `x + x` hold when the second call starts?''',
#   '''Leaves add up what each call brings. Results of operations must start each call
#   empty.''',
# ]
# ///

# %% [markdown]
# A graph is a list of nodes, oldest first. Each node is a dict: `"grad"` is its adjoint, a
# number; `"parents"` lists the nodes it was made from, each as a pair `(position, slope)`:
# its place in the list, and the local derivative. A leaf has no parents. `backward(nodes)` must
# *add* the derivative of the last node to the leaves' adjoints, in place, and return nothing.
#
# The first call is right. A second call on the same graph must add the same again, so that the
# leaves' adjoints are doubled, and a third must bring them to three times the first; but they
# come out larger. (The check calls it three times.) Fix it.

# %% tags=["starter"]
def backward(nodes):
    """Add to each leaf's "grad" the derivative of the last node."""
    ### BEGIN SOLUTION
    for node in nodes:
        if node["parents"]:
            node["grad"] = 0.0
    nodes[-1]["grad"] = 1.0
    for node in reversed(nodes):
        for position, slope in node["parents"]:
            nodes[position]["grad"] += slope * node["grad"]
    ### END SOLUTION
    ### BEGIN BROKEN
    nodes[-1]["grad"] = 1.0
    for node in reversed(nodes):
        for position, slope in node["parents"]:
            nodes[position]["grad"] += slope * node["grad"]
    ### END BROKEN


# %% tags=["check"]
def inputs(rng):
    nodes = [{"grad": 0.0, "parents": []} for _ in range(rng.integers(1, 4))]
    for _ in range(rng.integers(2, 5)):
        chosen = rng.integers(0, len(nodes), size=2)
        nodes.append({"grad": 0.0, "parents": [(int(i), float(rng.normal())) for i in chosen]})
    return (nodes,)


def edge_cases():
    x, double = {"grad": 0.0, "parents": []}, {"grad": 0.0, "parents": [(0, 1.0), (0, 1.0)]}
    return [([x, double, {"grad": 0.0, "parents": [(1, 1.0)]}],)]


def drive(backward, nodes):
    import copy

    nodes = copy.deepcopy(nodes)
    for _ in range(3):
        backward(nodes)
    return [node["grad"] for node in nodes if not node["parents"]]


def valid(nodes):
    return all(i < k for k, node in enumerate(nodes) for i, _ in node["parents"])


# %% [raw] tags=["wrong"]
# wrong_all_cleared: You empty the leaves, too. At a leaf the contributions of several calls
# add up: only results of operations start each call empty.
# - if node["parents"]:
# -     node["grad"] = 0.0
# + node["grad"] = 0.0
#
# wrong_overwritten: You overwrite where you should add. A node that was used twice gets an
# adjoint from each use, and they add up.
# - nodes[position]["grad"] += slope * node["grad"]
# + nodes[position]["grad"] = slope * node["grad"]
#
# wrong_last_accumulates: The last node's own adjoint grows with each call. The derivative of
# the last node by itself is 1, in every call.
# - for node in nodes:
# + for node in nodes[:-1]:
# - nodes[-1]["grad"] = 1.0
# + nodes[-1]["grad"] += 1.0
#
# wrong_leaves_emptied_at_the_end: You empty every node once it has passed its adjoint on, the
# leaves too. A leaf passes nothing on: what arrives there is the result, and has to stay.
# - for node in nodes:
# -     if node["parents"]:
# -         node["grad"] = 0.0
# - nodes[-1]["grad"] = 1.0
# + nodes[-1]["grad"] = 1.0
# - for position, slope in node["parents"]:
# -     nodes[position]["grad"] += slope * node["grad"]
# + for position, slope in node["parents"]:
# +     nodes[position]["grad"] += slope * node["grad"]
# + node["grad"] = 0.0
