from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from chapter_line import items, with_line
from remote_links import Remote

CODE = [("scratch.relu", "../api.html#dlbook.scratch.relu")]


@pytest.fixture
def chapter(make_chapter):
    return make_chapter("neurons", reading_minutes=25, run_seconds=15)


def line(chapter, remote=None, code=()):
    body = with_line("<h1>Neurons</h1><p>text</p>", items(chapter, remote, "n.ipynb", code))
    return BeautifulSoup(body, "html.parser")


def links(page):
    return {a.get_text(): a["href"] for a in page.find_all("a")}


def test_the_line_stands_under_the_title(chapter):
    page = line(chapter)
    assert page.h1.find_next_sibling() == page.ul
    assert [li.get_text() for li in page.find_all("li")] == [
        "25 minutes to read",
        "runs in under 15 seconds",
        "Notebook file",
    ]


def test_only_the_first_title_gets_a_line():
    assert with_line("<h1>a</h1><h1>b</h1>", ["x"]).count("<ul") == 1


def test_the_notebook_can_be_downloaded(chapter):
    link = line(chapter).find("a")
    assert link["href"] == "n.ipynb"
    assert link.has_attr("download")


def test_without_a_remote_nothing_leads_out_of_the_book(chapter):
    assert links(line(chapter, None, CODE)) == {
        "Notebook file": "n.ipynb",
        "scratch.relu": CODE[0][1],
    }


def test_with_a_remote_on_github_colab_and_binder_are_linked(chapter):
    found = links(line(chapter, Remote("github.com", "a/b", "main")))
    assert found["Open in Colab"].endswith("/a/b/blob/main/colab/neurons.ipynb")
    assert found["Binder"].startswith("https://mybinder.org/v2/gh/a/b/main")


def test_with_another_host_they_are_not(chapter):
    assert set(links(line(chapter, Remote("gitlab.com", "a/b", "main")))) == {"Notebook file"}
