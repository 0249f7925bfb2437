"""Run an answer on data and describe what happened, as data.

The check of a reader and the sandbox of the grader run this very code. It knows nothing of
inputs, expected results or what is judged.
"""

from __future__ import annotations

import contextlib
import difflib
import functools
import io
import linecache
import signal
import sys
import threading
import traceback
import types
import warnings
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from dlbook.exercise.data import as_data, identical, kind_of
from dlbook.exercise.float_errors import FloatErrors
from dlbook.exercise.forbidden import NOT_THE_READERS, forbidden_use

LOAD_SECONDS = 15.0  # to run a reader's text; importing PyTorch alone takes some
PATIENCE = 4  # a busy machine may take this many times as long by the clock on the wall
MOST_PRINTED = 100_000  # characters
MOST_SAID = 2000  # characters of an error's message
MOST_FINGERPRINTED = 4096
KEPT = 8  # first results that are watched: a later call may write into them
NAME = "your code"
MOST_WARNED = 50
# A reader may have called np.seterr; no check is to depend on it.
USUAL = {"divide": "warn", "over": "warn", "under": "ignore", "invalid": "warn"}


class OutOfTime(BaseException):
    """The code took too long. Not an Exception: its own ``except`` must not catch it."""


class TooMuchOutput(BaseException):
    """The code printed too much."""


KINDS = {
    OutOfTime: "timeout",
    TooMuchOutput: "output",
    RecursionError: "recursion",
    MemoryError: "memory",
    SyntaxError: "syntax",
}


# --- outcomes -------------------------------------------------------------------------


@dataclass(frozen=True)
class Error:
    """An error as data.

    ``kind`` is timeout, output, recursion, memory, syntax or exception; missing, not a function
    or forbidden of an answer that cannot be tried; crash, exit or protocol of a process that is
    gone.
    """

    kind: str
    types: tuple[str, ...] = ()  # names of the exception's class and its bases
    message: str = ""
    fingerprint: int = 0  # tells two messages apart
    line: int = 0  # of the reader's code; 0 if there is none
    code: str = ""  # that line

    @property
    def where(self) -> str:
        """The reader's line: ``line 3: return a + b``, or ``""``."""
        text = f"line {self.line}" if self.line else ""
        return f"{text}: {self.code}" if text and self.code else text

    def __str__(self) -> str:
        name = self.types[0] if self.types else self.kind
        return f"{name}: {self.message}" if self.message else name


@dataclass(frozen=True)
class Outcome:
    """The outcome of one call."""

    result: object = None  # as data
    error: Error | None = None
    changed: dict[int, object] = field(default_factory=dict)  # arguments, by position
    printed: str = ""
    warned: tuple[str, ...] = ()  # by Python and NumPy
    number: int = 0  # counts the calls of this answer, from 1
    overwritten: tuple[int, ...] = ()  # earlier calls whose results have changed since
    float_error: str = ""  # the first operation that made infinity or NaN, if that is watched


def describe(error: BaseException) -> Error:
    """Return an error as data."""
    kind = next((name for base, name in KINDS.items() if isinstance(error, base)), "exception")
    try:
        message = str(error)
    except Exception:  # of a class whose words are the reader's own code
        message = ""
    mark = zlib.crc32(message[:MOST_FINGERPRINTED].encode("utf-8", "replace"))
    types = tuple(str(base.__name__)[:60] for base in type(error).__mro__[:20])
    return Error(kind, types, message[:MOST_SAID], mark, *_readers_line(error))


def _readers_line(error: BaseException) -> tuple[int, str]:
    """Return the number and text of the innermost line of the reader's code, or 0 and ''."""
    if isinstance(error, SyntaxError) and error.lineno:
        return error.lineno, (error.text or "").strip()[:200]
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if not frame.filename.startswith(NOT_THE_READERS)]
    if not own and isinstance(error, OutOfTime) and error.__context__ is not None:
        return _readers_line(error.__context__)  # two timers, one after the other
    return (own[-1].lineno or 0, (own[-1].line or "").strip()[:200]) if own else (0, "")


# --- one call -------------------------------------------------------------------------


def call(function: Callable, args: tuple, seconds: float) -> Outcome:
    """Call ``function(*args)`` with copies of the arguments, within limits.

    Whatever it raises, except an interrupt from the keyboard, is in the outcome.
    """
    given, args, printed = as_data(args), as_data(args), _Printed()
    result, error, changed = None, None, {}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            with np.errstate(**USUAL), contextlib.redirect_stdout(printed), time_limit(seconds):
                result = as_data(function(*given))
                changed = {
                    i: as_data(x) for i, x in enumerate(given) if not identical(x, args[i])
                }
        except KeyboardInterrupt:
            raise
        except BaseException as raised:
            error = describe(raised)
    warned = dict.fromkeys(str(warning.message)[:500] for warning in caught)
    return Outcome(result, error, changed, printed.getvalue(), tuple(warned)[:MOST_WARNED])


class _Printed(io.StringIO):
    """Keeps what is printed, up to a limit."""

    def write(self, text: str) -> int:
        if self.tell() + len(text) > MOST_PRINTED:
            raise TooMuchOutput
        return super().write(text)


def can_interrupt() -> bool:
    """Say whether running code can be stopped from here: not in a page, nor in a thread."""
    return (
        hasattr(signal, "setitimer")
        and sys.platform != "emscripten"
        and threading.current_thread() is threading.main_thread()
    )


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise :class:`OutOfTime` in the code below after that time, where this can be done.

    It is processor time; by the clock on the wall, code that sleeps gets a few times more.
    """
    if not can_interrupt():
        yield
        return
    running = True

    def stop(signum, frame):
        if running:
            raise OutOfTime

    timers = (
        (signal.SIGPROF, signal.ITIMER_PROF, seconds),
        (signal.SIGALRM, signal.ITIMER_REAL, PATIENCE * seconds),
    )
    before = [signal.signal(number, stop) for number, _, _ in timers]
    for _, timer, after in timers:
        # Again and again: a bare `except:` in a loop would swallow the first.
        signal.setitimer(timer, after, 0.2)
    try:
        yield
    finally:
        running = False
        for (number, timer, _), handler in zip(timers, before, strict=True):
            signal.setitimer(timer, 0)
            signal.signal(number, handler)


# --- an answer, called again and again --------------------------------------------------


@dataclass(frozen=True)
class Spec:
    """All that is needed to run an answer, and all that a sandbox is told of an exercise.

    ``starter`` is code that every reader gets. ``drive`` is ``def drive(answer, *args)``, which
    calls the answer and returns data, or ``""`` for ``answer(*args)``. If not ``float_errors``,
    operations that make infinity or NaN of finite numbers are looked for.
    """

    name: str  # of the function or class
    seconds: float  # for one call
    forbidden: tuple[str, ...] = ()
    starter: str = ""
    drive: str = ""
    float_errors: bool = True
    load_seconds: float = LOAD_SECONDS  # for the text that defines the answer


class InProcess:
    """Runs an answer in this process.

    The answer is given itself, or as ``source``, the whole text that defines it, which is run
    first.
    """

    def __init__(self, spec: Spec, answer=None, source: str | None = None):
        self.spec, self.answer, self.source = spec, answer, source
        self._kept: list[tuple[int, object, object]] = []
        self._calls = 0
        self._float_errors = FloatErrors()

    def load(self) -> Outcome:
        """Make the answer ready; the outcome's error says why it cannot be tried."""
        outcome = self.load_value()
        if outcome.error is None and not callable(self.answer):
            return Outcome(error=Error("not a function", message=kind_of(outcome.result)))
        return outcome

    def load_value(self) -> Outcome:
        """Run the text, if there is one, and return the answer if that is data itself."""
        run_text = self.answer is None and self.source is not None
        if run_text:
            seconds = self.spec.load_seconds
            outcome = call(compile, (self.source, NAME, "exec", 0, True), seconds)
            if outcome.error:
                kind = "syntax" if outcome.error.kind == "exception" else outcome.error.kind
                return Outcome(error=replace(outcome.error, kind=kind))
        if found := forbidden_use(self.answer, self.spec.forbidden, self.source):
            name, line = found
            return Outcome(error=Error("forbidden", message=name, code=line))
        if run_text:
            names = {}
            outcome = call(lambda: names.update(_run_answer(self.source)), (), seconds)
            if outcome.error:
                return outcome
            if self.spec.name not in names:
                near = difflib.get_close_matches(self.spec.name, _own(names), n=1)
                return Outcome(error=Error("missing", message="".join(near)))
            self.answer = names[self.spec.name]
        return Outcome(None if callable(self.answer) else as_data(self.answer))

    def run(self, args: tuple) -> Outcome:
        """Call the answer on data."""
        live = []
        self._float_errors.first = ""

        def function(*given):
            live.append(self._function(*given))
            return live[0]

        outcome = call(function, args, self.spec.seconds)
        changed = call(self._overwritten, (), self.spec.seconds).result or ()
        self._calls += 1
        if live and len(self._kept) < KEPT:
            self._kept.append((self._calls, live[0], outcome.result))
        first = self._float_errors.first
        return replace(
            outcome, number=self._calls, overwritten=tuple(changed), float_error=first
        )

    def _overwritten(self) -> list[int]:
        return [n for n, live, was in self._kept if not identical(as_data(live), was)]

    @functools.cached_property
    def _function(self) -> Callable:
        watch = self._float_errors.watch
        answer = self.answer if self.spec.float_errors else watch(self.answer)
        if not self.spec.drive:
            return answer
        names = run_source(self.spec.starter, "starter", f"<starter {self.spec.name}>")
        exec(compile(self.spec.drive, f"<drive {self.spec.name}>", "exec", 0, True), names)
        return functools.partial(names["drive"], answer)


def silence_checks() -> None:
    """Let the checks and hints that a notebook calls do nothing from here on."""
    import dlbook.exercise

    for name in ("check", "hint", "show_exercise"):
        setattr(dlbook.exercise, name, lambda *args, **kwargs: None)


def _run_answer(source: str) -> dict:
    return run_source(source, "your_code", NAME)


def _own(names: dict) -> list[str]:
    return [name for name in names if not name.startswith("__")]


def run_source(source: str, name: str, filename: str) -> dict:
    """Run a module's text and return its names; tracebacks show its lines."""
    lines = source.splitlines(keepends=True)
    linecache.cache[filename] = (len(source), None, lines, filename)
    module = types.ModuleType(name)
    module.__file__ = filename
    sys.modules[name] = module  # where dataclasses look for the types of their fields
    exec(compile(source, filename, "exec", dont_inherit=True), module.__dict__)
    return module.__dict__
