from __future__ import annotations

import pytest

from tests import chromium
from tools.browser import NAMES


@pytest.fixture
def no_browser(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("DLBOOK_REQUIRE_BROWSER", raising=False)


@pytest.mark.usefixtures("no_browser")
def test_without_a_browser_the_test_is_skipped_and_says_why():
    with pytest.raises(pytest.skip.Exception, match="none of chromium"):
        chromium.find_browser()


@pytest.mark.usefixtures("no_browser")
def test_without_a_browser_the_test_fails_where_one_is_required(monkeypatch):
    monkeypatch.setenv("DLBOOK_REQUIRE_BROWSER", "1")
    with pytest.raises(pytest.fail.Exception, match="DLBOOK_REQUIRE_BROWSER"):
        chromium.find_browser()


@pytest.mark.parametrize("name", NAMES)
def test_any_of_the_names_is_found(name, monkeypatch, tmp_path):
    (tmp_path / name).touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert chromium.find_browser() == str(tmp_path / name)


@pytest.mark.browser
def test_the_browser_runs_scripts():
    with chromium.launch() as browser:
        page = browser.new_page()
        page.set_content(
            "<p></p><script>document.querySelector('p').textContent = 6 * 7</script>"
        )
        assert page.inner_text("p") == "42"
