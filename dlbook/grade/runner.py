"""In the sandbox: run a student's text, and do with its answer what is asked.

Knows of no check. Nothing that this process sends is believed to be more than a result:
the student's code may have changed all of it.
"""

from __future__ import annotations

import warnings

import numpy as np

from dlbook.exercise.forbidden import forbidden_use
from dlbook.exercise.loading import run_source
from dlbook.exercise.saying import fingerprint
from dlbook.grade.encoding import Decoder, Encoder
from dlbook.grade.stand_ins import StandIns, silence_exercises
from dlbook.grade.student_modules import install_modules
from dlbook.grade.wire import Channel, pack

NAME = "your code"
# With these a name could be used that the text does not show.
HIDING = ("eval", "exec", "compile", "getattr", "globals", "vars", "__import__", "importlib")


class Runner:
    """Answers requests on a channel.

    Parameters
    ----------
    channel : Channel
        To the checker.
    """

    def __init__(self, channel: Channel):
        self.channel = channel
        self.stand_ins = StandIns(self.call_back)
        self.results = []

    def serve(self) -> None:
        """Answer requests until the channel is closed."""
        self.say({"is": "ready"})
        while True:
            request = self.hear()
            if request["do"] == "forget":  # has no answer; what follows names new things
                self.stand_ins.forget()
            else:
                self.answer(request)

    def hear(self) -> dict:
        """Wait for a message."""
        header, body = self.channel.receive()  # this side may fill its own memory
        return Decoder(body, self.stand_ins.look_up).decode(header)

    def say(self, message: dict) -> None:
        """Send a message."""
        encoder = Encoder(self.stand_ins.hand_out)
        self.channel.send(pack(encoder.encode(message), encoder.blobs))

    def answer(self, request: dict) -> None:
        """Do what is asked, and send what came of it."""
        do = getattr(self, f"do_{request.pop('do')}")
        try:
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                reply = {"is": "value", **do(**request)}
        except BaseException as error:  # SystemExit is no way out either
            reply = {"is": "error", **described(error)}
        try:
            self.say(reply)
        except (TypeError, ValueError) as error:
            self.say({"is": "error", **described(error)})

    def call_back(self, number: int, args: tuple, kwargs: dict):
        """Have the checker call one of its functions."""
        self.say({"is": "call", "target": number, "args": args, "kwargs": kwargs})
        while True:
            message = self.hear()
            if message["do"] == "return":
                return message["value"]
            if message["do"] == "raise":
                raise ValueError("the function that was passed as an argument failed")
            self.answer(message)  # the checker's function calls one of ours

    # --- requests -----------------------------------------------------------------

    def do_inspect(self, source: str, forbidden: list) -> dict:
        """Read a text, before any of it runs, and say what it uses that it may not."""
        compile(source, NAME, "exec", dont_inherit=True)
        names = (*forbidden, *HIDING) if forbidden else ()
        found = forbidden_use(None, names, source)
        return {"value": found and found[0]}

    def do_load(self, source: str, name: str, starter: str, files: dict | None = None) -> dict:
        """Run a text; say whether it defines the name, and whether that can be called."""
        silence_exercises()
        install_modules(files or {})
        self.stand_ins.starter = starter
        names = run_source(source, "your_code", NAME)
        if name not in names:
            return {"value": "missing"}
        self.stand_ins.keep(names[name])
        return {"value": "callable" if callable(names[name]) else "other"}

    def do_call(self, target: int, args: tuple, kwargs: dict) -> dict:
        """Call a function of ours; say which of the arguments it changed."""
        before = self.stand_ins.watch(args)
        result = self.stand_ins.own[target](*args, **kwargs)
        if target == 0:
            self.results.append(result)
        return {"value": result, "changed": self.stand_ins.changes(before)}

    def do_get(self, target: int, name: str) -> dict:
        """Return an attribute."""
        return {"value": getattr(self.stand_ins.own[target], name)}

    def do_special(self, target: int, name: str, args: tuple) -> dict:
        """Call a special method, such as the one that counts."""
        thing = self.stand_ins.own[target]
        return {"value": getattr(type(thing), name)(thing, *args)}

    def do_set(self, target: int, name: str, value) -> dict:
        """Set an attribute."""
        setattr(self.stand_ins.own[target], name, value)
        return {"value": None}

    def do_fields(self, target: int) -> dict:
        """Return all that an object holds."""
        fields = getattr(self.stand_ins.own[target], "__dict__", {})
        return {"value": {name: field for name, field in fields.items() if type(name) is str}}

    def do_peek(self, number: int) -> dict:
        """Return again what an earlier call of the answer returned, as it is now."""
        return {"value": self.results[number]}


def described(error: BaseException) -> dict:
    """Return the names of an error's type and its bases, a fingerprint, the student's line."""
    kinds = [kind.__name__ for kind in type(error).__mro__]
    return {"kinds": kinds, "line": line_of(error), "fingerprint": fingerprint(error)}


def line_of(error: BaseException) -> int:
    """Return the number of the innermost line of the student's text; 0 if it is in none."""
    line, place = 0, error.__traceback__
    if isinstance(error, SyntaxError) and error.filename == NAME:
        return error.lineno or 0
    while place is not None:
        if place.tb_frame.f_code.co_filename == NAME:
            line = place.tb_lineno
        place = place.tb_next
    return line
