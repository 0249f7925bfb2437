"""The repository's address at its host is read from every form of a git remote."""

from __future__ import annotations

import subprocess

import pytest

from tools.remote import Remote, find_remote, parse_remote

GITHUB = Remote("github.com", "reader/book", "main")


@pytest.mark.parametrize(
    "address",
    [
        "https://github.com/reader/book.git",
        "https://github.com/reader/book",
        "https://github.com/reader/book/",
        "https://reader:secret-token@github.com/reader/book.git",
        "https://GitHub.com/reader/book.git",
        "git@github.com:reader/book.git",
        "ssh://git@github.com/reader/book.git",
        "ssh://git@github.com:22/reader/book",
        "git://github.com/reader/book.git\n",
    ],
)
def test_every_form_of_a_github_address_is_read(address):
    assert parse_remote(address, "main") == GITHUB


@pytest.mark.parametrize(
    "address",
    ["", "/srv/git/book.git", "../book", "file:///srv/book.git", "http://localhost/a/b",
     "http://127.0.0.1:3000/a/b.git", "git@intranet:a/b.git", "https://github.com/reader"],
)  # fmt: skip
def test_what_no_reader_can_open_is_no_remote(address):
    assert parse_remote(address, "main") is None


def test_addresses_on_github():
    path = "book/part/a chapter.ipynb"
    place = "reader/book/blob/main/book/part/a%20chapter.ipynb"
    assert GITHUB.file(path) == f"https://github.com/{place}"
    assert GITHUB.colab(path) == f"https://colab.research.google.com/github/{place}"
    assert GITHUB.binder(path) == (
        "https://mybinder.org/v2/gh/reader/book/main?labpath=book%2Fpart%2Fa%20chapter.ipynb"
    )


def test_elsewhere_only_the_repository_is_linked():
    remote = parse_remote("git@gitlab.com:group/sub/book.git", "main")
    assert remote.home == "https://gitlab.com/group/sub/book"
    assert [remote.file("x"), remote.colab("x"), remote.binder("x")] == [None] * 3


@pytest.fixture
def repository(tmp_path):
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    return tmp_path


def test_a_repository_without_remote_has_none(repository):
    assert find_remote(repository) is None


def test_a_folder_without_repository_has_none(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert find_remote(tmp_path) is None


def test_without_git_there_is_none(repository, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert find_remote(repository) is None


def test_the_remote_and_its_default_branch_are_found(repository):
    def git(*arguments):
        subprocess.run(["git", *arguments], cwd=repository, check=True)

    git("remote", "add", "origin", "git@github.com:reader/book.git")
    assert find_remote(repository) == GITHUB
    git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk")
    assert find_remote(repository).branch == "trunk"
