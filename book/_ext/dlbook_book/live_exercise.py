"""The directive ``{live-exercise} chapter/slug``: an exercise that can be done in the page.

Title, statement and starter come from the exercise's one source. Hints, solution and
explanations travel encoded, out of sight and of search, until a script shows them.
"""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from dlbook.exercise import Exercise, FormatError
from dlbook.exercise.format import read_file
from dlbook_book.exercise_html import closing, guide, opening
from tools.chapters import exercise_label

# Longer than any fence within a statement.
FENCE = "`" * 12


class LiveWork(nodes.General, nodes.Element):
    """The place to work at, below the statement."""


class Guide(nodes.General, nodes.Element):
    """Explains how to do exercises in the page; once in each page that sets some."""


class Rubric(nodes.General, nodes.Element):
    """A folded list of what a good answer holds."""


def source_file(app: Sphinx, exercise_id: str) -> Path:
    """Return the file of an exercise."""
    return Path(app.confdir) / app.config.exercise_bank / f"{exercise_id}.py"


def minutes(number: int) -> str:
    """Return a time in words."""
    return f"{number} minute{'s' if number > 1 else ''}"


def markdown(exercise: Exercise) -> str:
    """Return title and statement as the directive ``{exercise}``, which numbers it."""
    torch = " · needs PyTorch" if exercise.needs_torch else ""
    facts = (
        f"*{exercise.kind} · difficulty {exercise.difficulty} of 5 · "
        f"{minutes(exercise.minutes)}{torch}*"
    )
    head = [f"{FENCE}{{exercise}} {exercise.title}", f":label: {exercise_label(exercise.id)}"]
    return "\n".join([*head, "", facts, "", exercise.statement, FENCE])


class LiveExercise(SphinxDirective):
    """Set an exercise."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Parse the statement and append the place to work at."""
        identity = self.arguments[0]
        path = source_file(self.env.app, identity)
        self.env.note_dependency(str(path))
        try:
            exercise = read_file(path)
        except FileNotFoundError:
            raise self.error(f"there is no exercise {identity!r}: {path} is missing") from None
        except FormatError as error:
            raise self.error(str(error)) from None
        self.env.live_exercises.setdefault(self.env.docname, []).append(identity)
        # Formulas in hints and explanations are typeset though the page may have no other.
        self.env.get_domain("math").data["has_equations"][self.env.docname] = True
        parsed = self._parse(markdown(exercise), path)
        content = next(parsed.findall(nodes.section), None)
        if content is not None:  # set twice, an exercise is reported and left out
            content += self._work(exercise, path)
        return parsed.children

    def _work(self, exercise: Exercise, path: Path) -> LiveWork:
        work = LiveWork(classes=["live-work"], exercise=exercise.id)
        if exercise.starter:
            work += nodes.literal_block(exercise.starter, exercise.starter, language="python")
        if exercise.rubric:
            work += Rubric("", *self._parse(exercise.rubric, path).children)
        return work

    def _parse(self, text: str, path: Path) -> nodes.Element:
        holder = nodes.Element()
        lines = StringList(text.splitlines(), source=str(path))
        self.state.nested_parse(lines, 0, holder)
        return holder


def _visit(translator, node: LiveWork) -> None:
    app = translator.builder.app
    exercise = read_file(source_file(app, node["exercise"]))
    highlight = translator.highlighter.highlight_block
    solution = highlight(exercise.solution, "python") if exercise.is_code else ""
    translator.body.append(opening(exercise, solution))
    node.closing = closing(exercise, app.config.book_remote)


def _depart(translator, node: LiveWork) -> None:
    translator.body.append(node.closing)


def _add_guide(app: Sphinx, doctree: nodes.document) -> None:
    """Put the guide under the heading of the exercises, or else before the first of them."""
    place = next(doctree.findall(LiveWork), None)
    if place is None:
        return
    while place.parent.parent not in (doctree, None):  # up to what the page's title heads
        place = place.parent
    if isinstance(place, nodes.section):
        place.insert(1, Guide())
    else:
        place.parent.insert(place.parent.index(place), Guide())


def _visit_guide(translator, node: Guide) -> None:
    builder = translator.builder
    lists = (name for name, data in builder.env.metadata.items() if "exercise-list" in data)
    listing = next(lists, None)
    here = builder.current_docname
    translator.body.append(guide(listing and builder.get_relative_uri(here, listing)))
    raise nodes.SkipNode


def _visit_rubric(translator, node: Rubric) -> None:
    translator.body.append("<details><summary>What a good answer holds</summary>")


def _depart_rubric(translator, node: Rubric) -> None:
    translator.body.append("</details>")


def _init(app: Sphinx) -> None:
    if not hasattr(app.env, "live_exercises"):
        app.env.live_exercises = {}


def _purge(app: Sphinx, env, docname: str) -> None:
    env.live_exercises.pop(docname, None)


def _merge(app: Sphinx, env, docnames, other) -> None:
    env.live_exercises |= {name: other.live_exercises.get(name, []) for name in docnames}


def setup(app: Sphinx) -> None:
    """Offer the directive."""
    app.add_node(LiveWork, html=(_visit, _depart))
    app.add_node(Guide, html=(_visit_guide, None))
    app.add_node(Rubric, html=(_visit_rubric, _depart_rubric))
    app.add_directive("live-exercise", LiveExercise)
    app.connect("builder-inited", _init)
    app.connect("doctree-read", _add_guide)
    app.connect("env-purge-doc", _purge)
    app.connect("env-merge-info", _merge)
