"""What a notebook's text is converted with."""

from __future__ import annotations

from dataclasses import dataclass

from tools.colab.citations import Citations
from tools.colab.errors import ConversionError
from tools.colab.labels import Label


@dataclass(frozen=True)
class Context:
    """The notebook that is made, and what it may refer to.

    Attributes
    ----------
    chapter : str
        Slug of the chapter that the notebook is, or belongs to.
    chapters : dict
        Slug and title of all chapters.
    labels : dict
        What text can refer to, in all chapters.
    citations : Citations
        The works that the notebook cites.
    folder : str
        From the notebook to the chapters' notebooks: empty, or ``"../"``.
    repository : str
        Address under which the repository's files can be read; empty where none is known.
    """

    chapter: str
    chapters: dict[str, str]
    labels: dict[str, Label]
    citations: Citations
    folder: str = ""
    repository: str = ""

    def label(self, name: str) -> Label:
        """Return what a label names.

        Raises
        ------
        ConversionError
            Where there is no such label.
        """
        if name not in self.labels:
            raise ConversionError(f"nothing is labelled {name!r}")
        return self.labels[name]

    def chapter_link(self, text: str, slug: str) -> str:
        """Return a link to a chapter's notebook; Colab opens it from the same folder."""
        if slug not in self.chapters:
            raise ConversionError(f"there is no chapter {slug!r}")
        return f"[{text or self.chapters[slug]}]({self.folder}{slug}.ipynb)"

    def file_link(self, text: str, path: str) -> str:
        """Return a link to a file of the repository, or its text where no address is known."""
        return f"[{text}]({self.repository}{path})" if self.repository else text
