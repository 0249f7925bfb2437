from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import product
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

import dlbook.grade
from dlbook.grade.gradebook import Scale
from dlbook.grade.reports import (
    formula,
    item_analysis,
    message_line,
    number,
    prose,
    report_name,
    student_report,
    write_file,
    write_reports,
)
from tests.grade.small_class import GUESS, MEANS, PICK

STYLE = (Path(dlbook.grade.__file__).parent / "templates" / "style.css").read_text()
HOSTILE = "<script>alert(1)</script><img src=x>"


def parsed(html: str) -> BeautifulSoup:
    assert not re.search(r"https?://(?!www\.w3\.org)|<script|<link|@import|url\(|<img", html)
    assert "default-src 'none'" in html
    return BeautifulSoup(html, "html.parser")


# --- a student's report -------------------------------------------------------------------


def report(small_class, scale=None) -> BeautifulSoup:
    book = small_class.book(scale)
    (row,) = book.rows()
    return parsed(student_report(book, row, "Homework 1"))


def sections(soup: BeautifulSoup) -> dict[str, BeautifulSoup]:
    return {section.select_one(".kind code").get_text(): section for section in soup("section")}


def test_what_failed_is_said_with_a_hint_and_what_is_right_has_none(small_class):
    wrong = {"message": "The result has the shape `(3,)`.\nYou summed.", "failure": "shape"}
    small_class.add("ada", {MEANS: wrong, PICK: 1})
    found = sections(report(small_class))
    paragraphs = [p.get_text() for p in found[MEANS].find_all("p")]
    assert paragraphs == ["The result has the shape (3,).", "You summed.", "Hint. Which axis?"]
    assert "✗ 0 of 1" in found[MEANS].get_text()
    assert "✓ 1 of 1" in found[PICK].get_text()
    assert "Hint" not in found[PICK].get_text()


def test_the_sum_stands_above_with_what_lateness_took(small_class):
    small_class.add("ada", {MEANS: 1, PICK: 0.5}, late=True)
    soup = report(small_class, Scale({MEANS: 3.0}, late_percent=10.0))
    tiles = {tile.get_text() for tile in soup.select(".tile")}
    assert tiles == {"3.15of 4 points", "1of 2 right", "10%taken off for lateness"}
    assert "◐ 0.5 of 1" in soup.get_text()


def test_what_could_not_be_graded_is_no_zero(small_class):
    small_class.add("ada", {MEANS: "error", PICK: "waiting", GUESS: "untouched"})
    soup = report(small_class)
    found = sections(soup)
    assert "… – of 1" in found[MEANS].get_text()
    assert "the worker was killed" not in soup.get_text()
    assert "– of 1" in found[PICK].get_text()
    assert "✗ 0 of 1" in found[GUESS].get_text()
    assert "not yet complete" in soup.get_text()


def test_what_a_student_writes_is_text(small_class):
    message = {
        "message": f"line 3: {HOSTILE} $\\text{{{HOSTILE}}}$\n`{HOSTILE}` $\\text{{{HOSTILE}}}$"
    }
    small_class.add(
        "ada", {MEANS: message}, name=HOSTILE, notes=[f"{HOSTILE} was left out.", "\udc80"]
    )
    soup = report(small_class)
    assert soup.h1.get_text() == HOSTILE
    assert soup.get_text().count("<img src=x>") >= 4


def test_a_grade_without_a_sandbox_says_so_and_no_expected_value_is_there(small_class):
    small_class.add("ada", {MEANS: {"trusted": False}, PICK: 0, GUESS: 0})
    soup = report(small_class)
    assert "without a sandbox" in soup.select_one(".note").get_text()
    text = soup.main.get_text()
    assert not any(secret in text for secret in ("12", "columns", "X.mean"))


# --- the item analysis --------------------------------------------------------------------


@pytest.fixture
def soup(small_class) -> BeautifulSoup:
    for i in range(12):
        right = i >= 6
        marks = {
            MEANS: {"score": float(right), "wrong": "" if right else "wrong_axis"},
            PICK: {"chosen": "b" if right else "c", "score": float(right)},
            GUESS: {"score": float(not right), "failure": "value" if right else ""},
        }
        small_class.add(f"s{i:02d}", marks)
    return parsed(item_analysis(small_class.book(), "Homework <1>"))


def cells(soup: BeautifulSoup, exercise: str) -> list[str]:
    row = next(tr for tr in soup.select("tbody tr") if exercise in tr.th.get_text())
    return [cell.get_text() for cell in row.find_all("td")]


def test_each_exercise_has_its_numbers(soup):
    assert cells(soup, MEANS)[2:4] == ["50%", "0.52"]
    assert "look for a mistake" in cells(soup, GUESS)[1]
    assert cells(soup, GUESS)[4] == "−1"
    assert [tile.strong.get_text() for tile in soup.select(".tile")][:3] == ["12", "3", "1.5"]


def test_mistakes_and_options_are_counted_with_their_reasons(soup):
    means = soup.find(id=MEANS).get_text()
    assert "You took the mean of each column." in means
    assert "6" in means
    assert "not recognized: value" in soup.find(id=GUESS).get_text()
    options = [
        " ".join(tr.get_text(" ").split()) for tr in soup.find(id=PICK).select("tbody tr")
    ]
    assert options[1] == "✓ (b) columns 6"
    assert [option.split()[-1] for option in options] == ["0", "6", "6"]


def test_the_page_can_be_used_by_everyone(soup):
    links = [a["href"] for a in soup.select('a[href^="#"]')]
    assert len(links) == 3
    assert all(soup.find(id=link[1:]) for link in links)
    assert "Homework <1>" in soup.title.get_text()
    assert all(svg["aria-label"] for svg in soup.find_all("svg"))
    assert [h.name for h in soup.find_all(re.compile("^h[1-6]$"))][:2] == ["h1", "h2"]
    assert all(region["aria-label"] for region in soup.select(".scroll"))
    assert not re.search(r"#[0-9a-f]{3}|fill=|stroke=", str(soup.svg))  # colors of the theme


def test_charts_show_what_the_numbers_say(small_class):
    for i in range(12):
        small_class.add(f"s{i:02d}", {MEANS: i >= 6, PICK: i >= 5, GUESS: i % 2})
    soup = parsed(item_analysis(small_class.book(), "x"))
    histogram, *bars, scatter = (
        ET.fromstring(str(svg)) for svg in soup.select("figure svg, table svg")[:5]
    )
    heights = [float(r.get("height")) for r in histogram.iter("rect")]
    assert [h > 0 for h in heights] == [i in (0, 3, 6, 9) for i in range(10)]  # sums 0 to 3
    assert [b.find("rect").get("width") for b in bars] == ["60.0", "70.0", "60.0"]
    dots = {d.find("title").text: d for d in scatter.iter("circle")}
    heights = {name: float(dot.get("cy")) for name, dot in dots.items()}
    assert heights["means"] < heights["guess"]  # which discriminates better stands higher
    assert float(dots["pick"].get("cx")) > float(dots["means"].get("cx"))
    assert {t.text for t in scatter.iter("text")} > set(dots)


def test_of_names_that_would_overlap_one_is_shown(small_class):
    for i in range(12):
        small_class.add(f"s{i:02d}", {MEANS: i >= 6, PICK: i >= 6, GUESS: i % 2})
    scatter = parsed(item_analysis(small_class.book(), "x")).select("figure svg")[1]
    titles = {title.get_text() for title in scatter.select("circle title")}
    assert {t.get_text() for t in scatter.select("text")} & titles == {"means", "guess"}


def test_a_class_of_one_and_of_none_has_an_analysis(small_class):
    assert "Item analysis" in item_analysis(small_class.book(), "x")
    small_class.add("ada", {MEANS: "error"})
    assert "1 are not complete" in item_analysis(small_class.book(), "x")


def test_what_does_not_count_is_named(small_class):
    for i in range(20):
        small_class.add(f"s{i:02d}", {MEANS: 1})
    small_class.add("eve", {GUESS: 1})
    assert f"{GUESS}</code>" in item_analysis(small_class.book(), "x")


# --- texts --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a < b & c", "a &lt; b &amp; c"),
        ("`x < 1` and *not* y", "<code>x &lt; 1</code> and <em>not</em> y"),
        ("2 * 3 * 4 costs $5 or $6", "2 * 3 * 4 costs $5 or $6"),
        ("`$x$`", "<code>$x$</code>"),
    ],
)
def test_sentences(text, html):
    assert prose(text) == html


@pytest.mark.parametrize(
    "tex", [r"\frac{1}{2}", r"x_i^2 \le \hat{\sigma}", r"\mathbf{W} \in \mathbb{R}^{n}"]
)
def test_formulas_are_mathml(tex):
    html = formula(tex)
    assert html.startswith("<math ")
    ET.fromstring(html)


@pytest.mark.parametrize(
    "tex", [r"\frac{", "^", "x" * 1000, r"\text{<img src=x>}", "&lt;b&gt;"]
)
def test_formulas_of_strangers_are_harmless(tex):
    soup = BeautifulSoup(prose(f"${tex}$"), "html.parser")
    assert not soup.find_all(["img", "b", "script"])


def test_a_line_of_code_stays_code():
    assert message_line("line 3: x = `a` * $b$") == "<code>line 3: x = `a` * $b$</code>"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(1.0, "1"), (0.5, "0.5"), (-0.25, "−0.25"), (2 / 3, "0.67"), (None, "–"), (100.0, "100")],
)
def test_numbers_are_short(value, shown):
    assert number(value) == shown


def luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted(map(luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def themes() -> list[dict[str, str]]:
    colors = re.findall(r"--([\w-]+): (#\w{6})", STYLE)
    half = len(colors) // 2
    return [dict(colors[:half]), dict(colors[half:])]


@pytest.mark.parametrize("theme", themes(), ids=["light", "dark"])
def test_every_text_can_be_read_on_every_ground(theme):
    grounds = ("paper", "shade", "good-shade", "bad-shade")
    for word, ground in product(("ink", "quiet", "link", "good", "bad", "warn"), grounds):
        assert contrast(theme[word], theme[ground]) >= 4.5, (word, ground)
    assert contrast(theme["bar"], theme["paper"]) >= 3
    assert contrast("#777777", "#ffffff") < 4.5  # it is measured


# --- files --------------------------------------------------------------------------------


def test_a_file_is_written_whole_and_only_if_it_changes(tmp_path):
    path = tmp_path / "a" / "b.txt"
    write_file(path, "é \udc80")
    assert path.read_text("utf-8") == "é \\udc80"
    write_file(path, b"new")
    before = path.stat().st_ino
    write_file(path, "new")
    assert [p.name for p in path.parent.iterdir()] == ["b.txt"]
    assert path.stat().st_ino == before
    assert path.read_text() == "new"


NAMES = ["ada", "Ada", "Ada L.", "Ada L", "../ada", "ada/", "/", "..", "x" * 300, "x" * 301,
         "Zoë",
         "a b", report_name("a b"), "😀" * 60 + "é\r", "con", "\\xff"]  # fmt: skip


def test_no_two_students_have_the_same_file(tmp_path, small_class):
    for name in NAMES:
        small_class.add(name, {MEANS: 1})
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "gone.html").touch()
    write_reports(small_class.book(), tmp_path / "reports", "x")
    files = [path.name for path in (tmp_path / "reports").iterdir()]
    assert len({file.casefold() for file in files}) == len(NAMES)
    assert not any(file.startswith(".") or len(file.encode()) > 120 for file in files)
    assert "Ada.html" in files
    assert "gone.html" not in files
