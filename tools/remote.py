"""Addresses of the repository's files at its host, found by ``git remote``.

Without a remote that a reader can open there are none, so that no link is dead. A fork gets
links to itself.
"""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

# https://host/owner/name.git, ssh://git@host:22/owner/name, git@host:owner/name.git
REMOTE = re.compile(
    r"(?:(?:https?|ssh|git)://(?:[^@/]+@)?(?P<host>[\w.-]+)(?::\d+)?/"
    r"|(?:[^@/\s]+@)(?P<scp_host>[\w.-]+):)"
    r"(?P<path>[\w.~/-]+?)(?:\.git)?/?"
)
LOCAL_HOSTS = {"localhost", "127.0.0.1"}


@dataclass(frozen=True)
class Remote:
    """The repository at its host.

    Only GitHub's addresses within a repository are known: elsewhere there is a
    link to the repository and no other.
    """

    host: str
    path: str
    branch: str

    @property
    def home(self) -> str:
        """Address of the repository."""
        return f"https://{self.host}/{self.path}"

    @property
    def on_github(self) -> bool:
        """Whether the host is GitHub."""
        return self.host == "github.com"

    def file(self, name: str) -> str | None:
        """Return the address of a file of the repository."""
        return (
            f"{self.home}/blob/{quote(self.branch)}/{quote(name)}" if self.on_github else None
        )

    def colab(self, notebook: str) -> str | None:
        """Return the address that opens a notebook in Colab."""
        if not self.on_github:
            return None
        place = f"{self.path}/blob/{quote(self.branch)}/{quote(notebook)}"
        return f"https://colab.research.google.com/github/{place}"

    def binder(self, notebook: str) -> str | None:
        """Return the address that opens a notebook on Binder."""
        if not self.on_github:
            return None
        place = f"{self.path}/{quote(self.branch, safe='')}"
        return f"https://mybinder.org/v2/gh/{place}?labpath={quote(notebook, safe='')}"


def parse_remote(address: str, branch: str) -> Remote | None:
    """Return the repository behind a git address, or None where no reader can open it.

    User names and tokens in the address are dropped.
    """
    match = REMOTE.fullmatch(address.strip())
    if match is None:
        return None
    host = (match["host"] or match["scp_host"]).lower()
    if host in LOCAL_HOSTS or "." not in host or "/" not in match["path"]:
        return None
    return Remote(host, match["path"], branch)


def find_remote(repository: Path) -> Remote | None:
    """Return the repository's ``origin``, or None where there is none."""
    address = _git(repository, "remote", "get-url", "origin")
    if not address:
        return None
    head = _git(repository, "symbolic-ref", "--short", "refs/remotes/origin/HEAD")
    return parse_remote(address, head.removeprefix("origin/") or "main")


def _git(repository: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=repository, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:  # no git: the book was downloaded as an archive
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
