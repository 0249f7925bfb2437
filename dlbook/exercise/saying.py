"""A fingerprint of what an error says: enough to tell two errors apart, and no more."""

from __future__ import annotations

import zlib

LONGEST = 4096  # characters of a message that count


def fingerprint(error: BaseException) -> int:
    """Return a number that two errors with the same words share.

    An error that stands for one raised elsewhere, whose words stay there, carries the
    number as its attribute ``fingerprint``. One that cannot be put into words has 0.
    """
    carried = vars(error).get("fingerprint")
    if isinstance(carried, int):
        return carried
    try:
        return zlib.crc32(str(error)[:LONGEST].encode("utf-8", "replace"))
    except Exception:  # of a class whose words are the reader's own code
        return 0
