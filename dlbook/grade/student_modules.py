"""In the sandbox: make the modules importable that were handed in next to an answer."""

from __future__ import annotations

import importlib.abc
import importlib.util
import sys


def install_modules(files: dict[str, str]) -> None:
    """Let ``import helpers`` find ``files["helpers.py"]``, as in the notebook's folder.

    Parameters
    ----------
    files : dict of str
        Texts by path; ``"tools/grid.py"`` is the module ``tools.grid``, whether or not there is
        a ``"tools/__init__.py"``.
    """
    if files:
        sys.meta_path.insert(0, _Finder(files))


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    def __init__(self, files: dict[str, str]):
        self._texts, self._packages = {}, set()
        for path, text in files.items():
            name = path.removesuffix(".py").replace("/", ".")
            if name == "__init__" or name.endswith(".__init__"):
                name = name.removesuffix("__init__").rstrip(".")
                self._packages.add(name)
            self._texts[name] = text
            while "." in name:
                name = name.rpartition(".")[0]
                self._packages.add(name)

    def find_spec(self, name, path=None, target=None):
        if name in self._texts or name in self._packages:
            return importlib.util.spec_from_loader(name, self, is_package=self.is_package(name))
        return None

    def is_package(self, name: str) -> bool:
        return name in self._packages

    def get_source(self, name: str) -> str:
        return self._texts.get(name, "")
