"""The secret of a run, from which the inputs of every check are drawn."""

from __future__ import annotations

import hashlib
import secrets

from dlbook.grade.journal import Journal
from dlbook.grade.ledger import VERSION, Ledger


def secret_of(journal: Journal, ledger: Ledger, seed: str | None = None) -> bytes:
    """Return the secret that stands in a journal; a new one is written down first.

    Parameters
    ----------
    journal : Journal
        The journal.
    ledger : Ledger
        What it says.
    seed : str, optional
        Gives the same secret each time; by default nobody knows it beforehand.

    Raises
    ------
    ValueError
        Where the journal was begun with another seed.
    """
    wanted = None if seed is None else hashlib.sha256(seed.encode()).digest()
    if ledger.head is None:
        secret = wanted or secrets.token_bytes(32)
        record = {"kind": "head", "version": VERSION, "secret": secret.hex()}
        ledger.add(record, journal.append(record))
        journal.sync()
    secret = bytes.fromhex(ledger.head["secret"])
    if wanted not in (None, secret):
        raise ValueError(
            f"{journal.path} was begun with another --seed: leave --seed out to go on with it, "
            "or give another --out to begin anew"
        )
    return secret
