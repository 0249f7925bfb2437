"""A session with a student's text that runs in a thread of this process: no sandbox."""

from __future__ import annotations

import contextlib
import socket
import threading

from dlbook.grade.clock import Clock
from dlbook.grade.runner import Runner
from dlbook.grade.session import Session
from dlbook.grade.wire import Channel, ClosedError

MOST = 1 << 20
SECONDS = 20


class Talk:
    """Both ends of a channel: the session here, a runner in a thread.

    Parameters
    ----------
    source, name, starter : str
        The student's text, its answer, and the code that every reader gets; without a name,
        nothing is loaded yet.
    """

    def __init__(self, source: str, name: str, starter: str = ""):
        self._ours, self._theirs = socket.socketpair()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        self.session = Session(Channel(self._ours, MOST), Clock(SECONDS))
        assert self.session.hear() == {"is": "ready"}
        if name:
            loaded = self.session.ask(do="load", source=source, name=name, starter=starter)
            assert loaded == "callable"

    def _serve(self) -> None:
        with contextlib.suppress(ClosedError):
            Runner(Channel(self._theirs, MOST)).serve()
        self._theirs.close()

    def close(self) -> None:
        """End it."""
        self._ours.close()
        self._thread.join(SECONDS)
