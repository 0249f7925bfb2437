"""Where each object of the package has its entry on the API page."""

from __future__ import annotations

from typing import Any, NamedTuple

from package_objects import UnknownObjectError, covers, find_object
from sphinx.environment import BuildEnvironment


class Entry(NamedTuple):
    """One entry of the API page."""

    name: str
    docname: str
    anchor: str
    documented: Any


def api_entries(env: BuildEnvironment) -> list[Entry]:
    """Return every entry of the API page, in alphabetical order."""
    entries = []
    for name, entry in sorted(env.get_domain("py").objects.items()):
        try:
            documented = find_object(name)
        except UnknownObjectError:  # an attribute that only instances have
            continue
        entries.append(Entry(name, entry.docname, entry.node_id, documented))
    return entries


def entries_for(name: str, entries: list[Entry]) -> list[Entry]:
    """Return the entries of what explaining ``name`` explains; a module's are its members'."""
    explained = find_object(name)
    # Methods have a line of their own only where a chapter names them.
    return [
        e for e in entries if e.name == name or (_top(e) and covers(explained, e.documented))
    ]


def _top(entry: Entry) -> bool:
    return "." not in getattr(entry.documented, "__qualname__", "")
