"""In the sandbox: what stands for the checker's objects and functions, and names for ours."""

from __future__ import annotations

import functools
import importlib
import sys
import types
from collections.abc import Callable

import dlbook
from dlbook.exercise.loading import run_source
from dlbook.grade.encoding import Encoder
from dlbook.grade.special import SPECIAL
from dlbook.grade.wire import MalformedError

MUTABLE = (list, tuple, dict, set)


class StandIns:
    """Both directions: their things here, our things by number.

    Parameters
    ----------
    call_back : function
        ``call_back(number, args, kwargs)`` has a function of the checker's called.

    Attributes
    ----------
    own : dict
        Ours, by number; 0 is the answer.
    theirs : dict
        What stands for the checker's objects and functions, by number.
    starter : str
        The code that every reader gets: it has the classes of the checker's objects.
    """

    def __init__(self, call_back: Callable):
        self.call_back, self.starter = call_back, ""
        self.own, self.theirs = {}, {}
        self._numbers, self._their_numbers, self._before = {}, {}, {}

    def keep(self, value) -> int:
        """Give one of ours a number, and keep it alive."""
        number = self._numbers.setdefault(id(value), len(self._numbers))
        self.own[number] = value
        return number

    def forget(self) -> None:
        """Forget everything but the answer."""
        answer = self.own[0]
        for table in (self.own, self.theirs, self._numbers, self._their_numbers, self._before):
            table.clear()
        self.keep(answer)

    def hand_out(self, value) -> list:
        """Return the name of an object or function."""
        if id(value) in self._their_numbers:
            return ["yours", self._their_numbers[id(value)]]
        if isinstance(value, types.FunctionType | types.BuiltinFunctionType | types.MethodType):
            return ["function", self.keep(value)]
        defined = {name for kind in type(value).__mro__ for name in vars(kind)}
        special = [name for name in SPECIAL if name in defined]
        return ["object", self.keep(value), type(value).__name__, special]

    def look_up(self, coded: list, decode: Callable):
        """Return what stands for the checker's object or function."""
        kind, number, *rest = coded
        if kind == "yours":
            return self.own[number]
        if kind == "known":
            return self.theirs[number]
        if kind == "function":
            return self._function(number)
        if kind != "object":
            raise MalformedError(kind)
        name, module, fields = rest
        if number not in self.theirs:
            self._keep_theirs(number, object.__new__(self._class(name, module)))
        vars(self.theirs[number]).update(decode(fields))
        self._before[number] = self._coded(vars(self.theirs[number]))
        return self.theirs[number]

    def _function(self, number: int) -> Callable:
        if number not in self.theirs:

            def function(*args, **kwargs):
                return self.call_back(number, args, kwargs)

            self._keep_theirs(number, function)
        return self.theirs[number]

    def _keep_theirs(self, number: int, value) -> None:
        self.theirs[number] = value
        self._their_numbers[id(value)] = number

    def _class(self, name: str, module: str) -> type:
        """Return the class of a check's object: the package's, the starter's, or a bare one."""
        if module.startswith("dlbook."):
            return getattr(importlib.import_module(module), name)
        known = self._starter_names.get(name)
        return known if isinstance(known, type) else type(name, (), {})

    @functools.cached_property
    def _starter_names(self) -> dict:
        return run_source(self.starter, "starter", "<starter>")

    # --- what a call changed --------------------------------------------------------

    def watch(self, args: tuple) -> list[tuple]:
        """Return each argument that could be changed, with its position and what it holds."""
        return [
            (i, value, self._coded(value))
            for i, value in enumerate(args)
            if isinstance(value, MUTABLE) or hasattr(value, "dtype")
        ]

    def changes(self, before: list[tuple]) -> dict:
        """Return the watched arguments, and the checker's objects, that hold something else."""
        args = [[i, value] for i, value, coded in before if self._coded(value) != coded]
        objects = []
        for number, coded in list(self._before.items()):
            fields = vars(self.theirs[number])
            if (now := self._coded(fields)) != coded:
                self._before[number] = now
                objects.append([number, fields])
        return {"args": args, "objects": objects}

    def _coded(self, value) -> tuple:
        encoder = Encoder(self.hand_out)
        return encoder.encode(value), encoder.blobs


def silence_exercises() -> None:
    """Let the checks and hints that a notebook calls do nothing: there are none in here."""
    silent = types.ModuleType("dlbook.exercise")
    for name in ("check", "hint", "show_exercise"):
        setattr(silent, name, lambda *args, **kwargs: None)
    sys.modules["dlbook.exercise"] = dlbook.exercise = silent
