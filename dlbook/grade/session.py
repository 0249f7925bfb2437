"""The checker's end of the channel: what it asks of a student's process, and believes."""

from __future__ import annotations

import builtins

import numpy as np

from dlbook.exercise.limits import OutOfTime
from dlbook.grade.clock import Clock, TimeUpError
from dlbook.grade.encoding import CannotSendError, Decoder, Encoder
from dlbook.grade.proxies import Remote, named, stand_for
from dlbook.grade.restoring import assign
from dlbook.grade.wire import Channel, ClosedError, MalformedError, pack

MOST_CALLS_BACK = 100_000
DEEPEST = 20  # calls within calls
ERRORS = {
    name: kind
    for name, kind in [*vars(builtins).items(), *vars(np.exceptions).items()]
    if isinstance(kind, type) and issubclass(kind, Exception)
} | {"LinAlgError": np.linalg.LinAlgError}


class LostError(BaseException):
    """There is nobody to ask any more. No Exception: no check is to catch it.

    Attributes
    ----------
    why : str
        ``"closed"``, ``"timeout"`` or ``"protocol"``.
    """

    def __init__(self, why: str):
        super().__init__(why)
        self.why = why


class Session:
    """One conversation with a student's process.

    Parameters
    ----------
    channel : Channel
        To the process.
    clock : Clock
        For the requests until it is replaced by another.

    Attributes
    ----------
    lost : str
        Why the conversation is over, or ``""``.
    fixed : dict
        What the student may not change, by ``id``.
    answers : int
        How often the answer itself was called.
    """

    def __init__(self, channel: Channel, clock: Clock):
        self.channel, self.clock = channel, clock
        self.lost, self.fixed, self.answers = "", {}, 0
        self._own, self._numbers, self._described = {}, {}, set()
        self._depth, self._calls_back = 0, 0

    def forget(self) -> None:
        """Forget, on both sides, all objects that went across: a new input is tried."""
        if self._own:
            self._own, self._numbers = {}, {}
            self._say({"do": "forget"})

    def ask(self, **request):
        """Send a request and return the value that comes.

        Raises
        ------
        Exception
            Of the type that the student's code raised; ``line`` is where, 0 if not there.
        LostError, OutOfTime
            Where no answer comes, or none that can be read: the conversation is over.
        """
        return self._talk(request).get("value")

    def call(self, target: int, args: tuple, kwargs: dict):
        """Call a function of the student's; arguments that it changes are changed here."""
        if target == 0:
            self.answers += 1
        reply = self._talk({"do": "call", "target": target, "args": args, "kwargs": kwargs})
        try:
            self._restore(reply.get("changed"), args)
        except (MalformedError, TypeError, ValueError, LookupError) as error:
            raise self._lose("protocol") from error
        return reply.get("value")

    def hear(self) -> dict:
        """Return the next message.

        Raises
        ------
        LostError, OutOfTime
        """
        try:
            header, body = self.channel.receive(self.clock)
            message = Decoder(body, self._look_up).decode(header)
        except ClosedError:
            raise self._lose("closed") from None
        except MalformedError:
            raise self._lose("protocol") from None
        except (TimeUpError, OutOfTime):
            self._lose("timeout")
            raise OutOfTime from None
        if type(message) is not dict:
            raise self._lose("protocol")
        return message

    def _lose(self, why: str) -> LostError:
        self.lost = self.lost or why
        return LostError(self.lost)

    def _talk(self, request: dict) -> dict:
        self._say(request)
        while True:
            message = self.hear()
            kind = message.get("is")
            if kind == "value":
                return message
            if kind == "error":
                raise error_of(message)
            if kind != "call":
                raise self._lose("protocol")
            self._serve(message)

    def _say(self, message: dict) -> None:
        if self.lost:
            raise LostError(self.lost)
        self._described = set()
        encoder = Encoder(lambda value: self._hand_out(value, encoder))
        frame = pack(encoder.encode(message), encoder.blobs)
        try:
            self.channel.send(frame, self.clock)
        except ClosedError:
            raise self._lose("closed") from None
        except (TimeUpError, OutOfTime):
            self._lose("timeout")
            raise OutOfTime from None

    def _serve(self, message: dict) -> None:
        """Call a function of ours that the student got as an argument."""
        function, args, kwargs = (message.get(k) for k in ("target", "args", "kwargs"))
        function = self._own.get(function) if type(function) is int else None
        self._depth, self._calls_back = self._depth + 1, self._calls_back + 1
        too_many = self._depth > DEEPEST or self._calls_back > MOST_CALLS_BACK
        if too_many or not callable(function) or type(args) is not tuple:
            raise self._lose("protocol")
        try:
            reply = {"do": "return", "value": function(*args, **kwargs)}
        except Exception:  # whatever it says may be about the input
            reply = {"do": "raise"}
        self._depth -= 1
        try:
            self._say(reply)
        except CannotSendError:
            self._say({"do": "raise"})

    # --- what goes across -----------------------------------------------------------

    def _hand_out(self, value, encoder: Encoder) -> list | None:
        if isinstance(value, Remote):
            return ["yours", value._number]
        number = self._numbers.setdefault(id(value), len(self._numbers))
        self._own[number] = value
        if callable(value):
            return ["function", number]
        if not hasattr(value, "__dict__"):
            return None
        if number in self._described:
            return ["known", number]
        self._described.add(number)
        kind = type(value)
        fields = {name: field for name, field in vars(value).items() if type(name) is str}
        return ["object", number, kind.__name__, kind.__module__, encoder.encode(fields)]

    def _look_up(self, coded: list, decode) -> object:
        if coded[0] != "yours":
            return stand_for(self, coded)
        if len(coded) != 2 or type(coded[1]) is not int or coded[1] not in self._own:
            raise MalformedError("a thing that was never sent")
        return self._own[coded[1]]

    def _restore(self, changed, args: tuple) -> None:
        if changed is None:
            return
        for position, value in changed["args"]:
            if type(position) is not int or not 0 <= position < len(args):
                raise MalformedError("a change of no argument")
            assign(args[position], value, self.fixed)
        for number, fields in changed["objects"]:
            owner = self._own[number]
            if callable(owner) or id(owner) in self.fixed:
                raise MalformedError("a change of what cannot be changed")
            assign(vars(owner), named(fields), self.fixed)


def error_of(message: dict) -> Exception:
    """Return an error like the student's; of what theirs said, the fingerprint alone."""
    kinds, line, said = (message.get(key) for key in ("kinds", "line", "fingerprint"))
    names = [k for k in kinds if type(k) is str] if type(kinds) is list else []
    kind = next((ERRORS[name] for name in names if name in ERRORS), Exception)
    try:
        error = kind("raised by the answer")
    except TypeError:  # some want more than a text
        error = Exception("raised by the answer")
    error.line = line if type(line) is int else 0
    error.fingerprint = said if type(said) is int else 0
    return error
