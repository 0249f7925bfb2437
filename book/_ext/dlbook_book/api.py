"""The API pages: their index, links from entries to chapters, and references in docstrings."""

from __future__ import annotations

import difflib
import importlib
import inspect
import re
from collections.abc import Callable, Container, Iterable
from typing import Any, NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import get_node_source

from dlbook_book.html import render
from tools.chapters import Chapter

# Packages whose objects a docstring may mention though the API page does not list them.
MENTIONED = ("dlbook", "matplotlib", "numpy", "torch")
FIELD_OF_NAMED_TUPLE = "Alias for field number"
LINK_BACK = re.compile(r'<a class="viewcode-back" href="([^"#]*)#([^"]*)">\[docs\]</a>')


# --- objects by name ----------------------------------------------------------------


class UnknownObjectError(LookupError):
    """No such object; the message names the nearest."""


def find_object(name: str) -> Any:
    """Return the module, class, function or method called ``name``.

    Raises
    ------
    UnknownObjectError
        If there is none.
    """
    first, *rest = name.split(".")
    try:
        found = importlib.import_module(first)
    except ImportError as error:
        raise UnknownObjectError(f"there is no package {first!r}") from error
    for depth, part in enumerate(rest, start=1):
        found = _child(found, ".".join([first, *rest[:depth]]), part)
    return found


def _child(parent: Any, name: str, part: str) -> Any:
    # An attribute wins over a module of the same name, as it does in `from x import y`.
    if hasattr(parent, part):
        return getattr(parent, part)
    if inspect.ismodule(parent):
        try:
            return importlib.import_module(name)
        except ModuleNotFoundError:
            pass
    near = difflib.get_close_matches(part, dir(parent), n=1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    raise UnknownObjectError(f"{name.rpartition('.')[0]} has no {part!r}{hint}")


def covers(explained: Any, documented: Any) -> bool:
    """Return whether explaining one object explains the other.

    An object covers itself, and a module everything that it defines.
    """
    if inspect.ismodule(explained):
        return getattr(documented, "__module__", None) == explained.__name__
    return explained is documented


# --- entries of the API pages -------------------------------------------------------


class Entry(NamedTuple):
    """One entry of the API pages."""

    name: str
    docname: str
    anchor: str
    documented: Any


def api_entries(env: BuildEnvironment) -> list[Entry]:
    """Return every entry of the API pages, in alphabetical order."""
    entries = []
    for name, entry in sorted(env.get_domain("py").objects.items()):
        try:
            documented = find_object(name)
        except UnknownObjectError:  # an attribute that only instances have
            continue
        entries.append(Entry(name, entry.docname, entry.node_id, documented))
    return entries


def entries_for(name: str, entries: list[Entry]) -> list[Entry]:
    """Return the entries that explaining ``name`` explains; a module's are its members'."""
    explained = find_object(name)
    # Methods have a line of their own only where a chapter names them.
    return [
        e for e in entries if e.name == name or (_top(e) and covers(explained, e.documented))
    ]


def _top(entry: Entry) -> bool:
    return "." not in getattr(entry.documented, "__qualname__", "")


# --- the directive {api-index} ------------------------------------------------------


class ApiIndexNode(nodes.General, nodes.Element):
    """Stands for the index until the page is written, when all entries are known."""


class ApiIndex(SphinxDirective):
    """List every entry of the API pages, by package."""

    def run(self) -> list[nodes.Node]:
        """Mark the index's place."""
        return [ApiIndexNode()]


def by_package(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Return the functions and classes that packages offer, under each package's name."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        package, _, name = entry.name.rpartition(".")
        if name in _offered(package):
            found.setdefault(package, []).append(entry)
    return found


def _offered(name: str) -> Iterable[str]:
    """Return the ``__all__`` of a package; nothing if the name is not a package's."""
    try:
        return getattr(importlib.import_module(name), "__all__", ())
    except ImportError:  # the owner of a method: a class
        return ()


def write_index(packages: dict[str, list[Entry]], address: Callable[[str], str]) -> str:
    """Return the index as HTML; ``address`` maps a docname to its page."""
    rows = []
    for package, entries in packages.items():
        promise = (importlib.import_module(package).__doc__ or "").partition("\n")[0]
        links = [
            (e.name.rpartition(".")[2], f"{address(e.docname)}#{e.anchor}") for e in entries
        ]
        rows.append((package, promise, links))
    return render("api_index.html", packages=rows)


def _visit_index(translator, node: ApiIndexNode) -> None:
    builder = translator.builder

    def address(docname: str) -> str:
        return builder.get_relative_uri(builder.current_docname, docname)

    packages = by_package(api_entries(builder.env))
    translator.body.append(write_index(packages, address))
    raise nodes.SkipNode


# --- entries link to the chapters that explain them ---------------------------------


def explained_in(documented, chapters: list[Chapter]) -> list[Chapter]:
    """Return the chapters that explain an object of the package."""
    return [
        chapter
        for chapter in chapters
        if any(covers(find_object(name), documented) for name in chapter.explains)
    ]


def chapter_links(chapters: list[Chapter]) -> list[str]:
    """Return the line that links to ``chapters``, as reStructuredText."""
    if not chapters:
        return []
    links = ", ".join(f":doc:`{c.title} </{c.docname}>`" for c in chapters)
    return ["", ".. container:: explained-in", "", f"   Explained in: {links}", ""]


def _append_links(app: Sphinx, what: str, name: str, documented, options, docstring) -> None:
    # A module's line would stand above all that it holds, and say too much.
    if what != "module":
        docstring.extend(chapter_links(explained_in(documented, app.env.chapters)))


def _skip_fields(app: Sphinx, what: str, name: str, member, skip: bool, options) -> bool | None:
    # The class's own docstring explains the fields of a NamedTuple, under Attributes.
    doc = getattr(member, "__doc__", "") or ""
    return True if doc.startswith(FIELD_OF_NAMED_TUPLE) else None


# --- references in docstrings -------------------------------------------------------


def exists(target: str, scope: str = "") -> bool:
    """Return whether a reference names an object that can be found.

    A docstring may point to an object that the API page does not list, as long as it exists;
    a mention of something that does not exist breaks the build. ``target`` is a full name,
    or one relative to ``scope``, the object whose docstring holds the reference.
    """
    parts = scope.split(".") if scope else []
    scopes = [".".join(parts[:depth]) for depth in range(len(parts), 0, -1)]
    names = [target, *(f"{s}.{target}" for s in scopes)]
    return any(_is_found(name) for name in names if name.partition(".")[0] in MENTIONED)


def _is_found(name: str) -> bool:
    try:
        find_object(name)
    except UnknownObjectError:
        return False
    return True


def scope_of(source: str | None) -> str:
    """Return the object whose docstring a node comes from, by autodoc's note of its source."""
    return (source or "").partition("docstring of ")[2]


def _resolve(app: Sphinx, env, node, contnode):
    if node.get("refdomain") != "py":
        return None
    known = exists(node["reftarget"], scope_of(get_node_source(node)))
    return contnode if known else None


# --- pages of source code -----------------------------------------------------------


def fix_links_back(body: str, module: str, documented: Container[str]) -> str:
    """Return a page of source code with every link back leading to an entry, or removed.

    viewcode assumes that all objects of a file are documented under one module. If a file's
    class is documented as ``dlbook.scratch.Tensor`` and its function under the file's own
    name, one of the two links leads nowhere.
    """

    def fix(link: re.Match) -> str:
        if link[2] in documented:
            return link[0]
        own = f"{module}.{link[2].rpartition('.')[2]}"
        return link[0].replace(link[2], own) if own in documented else ""

    return LINK_BACK.sub(fix, body)


def _fix_source_page(app: Sphinx, pagename: str, templatename, context: dict, doctree) -> None:
    if pagename.startswith("_modules/dlbook"):
        module = pagename.removeprefix("_modules/").replace("/", ".")
        documented = app.env.get_domain("py").objects
        context["body"] = fix_links_back(context["body"], module, documented)


def setup(app: Sphinx) -> None:
    """Offer the directive; add links after napoleon has made its sections (priority 500)."""
    app.add_node(ApiIndexNode, html=(_visit_index, None))
    app.add_directive("api-index", ApiIndex)
    app.connect("autodoc-process-docstring", _append_links, priority=900)
    app.connect("autodoc-skip-member", _skip_fields)
    app.connect("missing-reference", _resolve)
    app.connect("html-page-context", _fix_source_page)
