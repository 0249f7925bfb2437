from __future__ import annotations

from types import SimpleNamespace

from bs4 import BeautifulSoup
from exercise_list import write_list

EXERCISE = SimpleNamespace(id="one/two", title="A < B", kind="recall", difficulty=2, minutes=3)


def read(pages):
    return BeautifulSoup(write_list(pages, lambda name: f"../{name}.html"), "html.parser")


def test_every_exercise_links_to_its_place():
    html = read([("book/one", "One", [EXERCISE])])
    assert html.h2.get_text() == "One"
    (item,) = html.find_all("li")
    assert item["data-exercise"] == "one/two"
    assert item.a["href"] == "../book/one.html#ex-one-two"
    assert item.a.get_text() == "A < B"
    assert "recall · difficulty 2 of 5 · 3 minutes" in item.get_text()


def test_without_exercises_it_says_so():
    assert "No page sets exercises yet" in read([]).get_text()
