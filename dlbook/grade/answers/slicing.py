"""Of a notebook, the statements that one answer needs.

A loop that never ends in one exercise's cell, or an import that another exercise forbids,
then costs nothing but that exercise.
"""

from __future__ import annotations

from dlbook.grade.answers.units import Unit


def sliced(units: list[Unit], name: str) -> str:
    """Return the code that defines ``name``, with all that it needs, in order.

    Parameters
    ----------
    units : list of Unit
        The statements up to the point where the answer is complete.
    name : str
        The function or class asked for.
    """
    imported = {bound for unit in units if unit.is_import for bound in unit.binds}
    wanted, kept = {name}, set()
    while True:
        found = {i for i, unit in enumerate(units) if _counts(unit, wanted, imported)}
        if found == kept:
            break
        kept = found
        wanted |= {needed for i in kept for needed in units[i].needs}
    # The features of a `from __future__` hold for a whole file, so it stands first.
    ordered = sorted(kept, key=lambda i: ("__future__" not in units[i].text, i))
    # Many cells of a notebook import the same: once is enough.
    texts = {units[i].text if units[i].is_import else i: units[i].text for i in ordered}
    return "\n\n".join(texts.values()) + "\n"


def _counts(unit: Unit, wanted: set[str], imported: set[str]) -> bool:
    # What is called on a module, as plt.show(), is no part of a definition.
    changed = unit.changes - imported
    return unit.is_always_kept or bool((unit.binds | changed) & wanted)
