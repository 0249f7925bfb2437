"""What stands, in the checker, for objects and functions of a student.

They can be called, their attributes looked up, their items counted and gone through, and
nothing else: no operator of theirs is ever reached from here, or a comparison would ask the
student whether it holds, and tell what was expected.
"""

from __future__ import annotations

import numpy as np

from dlbook.exercise.values import is_tensor
from dlbook.grade.special import SPECIAL
from dlbook.grade.wire import MalformedError

MOST_OBJECTS = 2000
PLAIN = (bool, int, float, complex, str, np.ndarray, np.generic, type(None), type(...))


class Remote:
    """A thing of the student's, by number."""

    __slots__ = ("_number", "_session")

    def __init__(self, session, number: int):
        object.__setattr__(self, "_session", session)
        object.__setattr__(self, "_number", number)

    def __getattr__(self, name: str):
        if name.startswith("__"):
            raise AttributeError(name)
        return self._session.ask(do="get", target=self._number, name=name)

    def __deepcopy__(self, memo):
        return self


class RemoteObject(Remote):
    """An object; its attributes are read, and set, where it lives."""

    __slots__ = ()

    def __setattr__(self, name: str, value):
        self._session.ask(do="set", target=self._number, name=name, value=value)


class RemoteCallable(RemoteObject):
    """An object or a class that can be called."""

    __slots__ = ()

    def __call__(self, *args, **kwargs):  # noqa: D102 - a call
        return self._session.call(self._number, args, kwargs)


class RemoteFunction(Remote):
    """A function or a method."""

    __slots__ = ()

    def __call__(self, *args, **kwargs):  # noqa: D102 - a call
        return self._session.call(self._number, args, kwargs)


def stand_for(session, coded: list) -> Remote:
    """Return what stands for the student's thing of that name.

    Raises
    ------
    MalformedError
        Where it is no name.
    """
    kind, number, *rest = coded
    if type(number) is not int:
        raise MalformedError("a thing without a number")
    if kind == "function" and not rest:
        return RemoteFunction(session, number)
    if kind != "object" or len(rest) != 2:
        raise MalformedError("an unknown kind of thing")
    name, special = rest
    if type(special) is not list or not all(x in SPECIAL for x in special):
        raise MalformedError("an object with unknown special methods")
    base = RemoteCallable if "__call__" in special else RemoteObject
    methods = {x: _forward(x) for x in special if x != "__call__"}
    return _class(name, base, {"__slots__": (), **methods})(session, number)


def _forward(name: str):
    """Return a special method that is carried out where the object lives."""

    def method(self, *args):
        return self._session.ask(do="special", target=self._number, name=name, args=args)

    return method


def _class(name, base: type, members: dict) -> type:
    """Return a class that is called as the student's is: so messages and checks know it."""
    if type(name) is not str or not name.isidentifier() or len(name) > 60:
        raise MalformedError("a class without a name")
    return type(name, (base,), members)


class Frozen:
    """What an object of the student's held, as plain data."""


def freeze(value):
    """Return a result as data that no longer depends on the student's process.

    Raises
    ------
    MalformedError
        Where it holds itself, or too much.
    """
    return _Freezer().freeze(value, ())


class _Freezer:
    def __init__(self):
        self.objects = 0

    def freeze(self, value, inside: tuple):
        if isinstance(value, PLAIN):
            return value
        if isinstance(value, list | tuple):
            return type(value)(self.freeze(part, inside) for part in value)
        if isinstance(value, dict):
            return {key: self.freeze(part, inside) for key, part in value.items()}
        if isinstance(value, RemoteFunction):
            return lambda: None  # a function, and like no other
        return self._object(value, inside) if isinstance(value, Remote) else value

    def _object(self, value: Remote, inside: tuple):
        self.objects += 1
        if value._number in inside or self.objects > MOST_OBJECTS:
            raise MalformedError("a result that holds itself, or too much")
        inside = (*inside, value._number)
        frozen = _class(type(value).__name__, Frozen, {})()
        if is_tensor(value):
            fields = {"data": value.data, "requires_grad": bool(value.requires_grad)}
        else:
            fields = value._session.ask(do="fields", target=value._number)
        for name, field in named(fields).items():
            vars(frozen)[name] = self.freeze(field, inside)
        if is_tensor(frozen) and not isinstance(frozen.data, np.ndarray | np.generic):
            raise MalformedError("a tensor without an array")
        return frozen


def named(fields) -> dict:
    """Return an object's fields, none of them special: NumPy would look for such.

    Raises
    ------
    MalformedError
        Where it is something else.
    """
    if type(fields) is not dict:
        raise MalformedError("an object without fields")
    if any(type(name) is not str or name.startswith("__") for name in fields):
        raise MalformedError("an object with a special method among its fields")
    return fields
