from __future__ import annotations

import os

import pytest

from dlbook.grade.preflight import attempt
from dlbook.grade.sandbox import box, mounts


def test_folders_in_others_are_shown_with_them(tmp_path):
    for name in ("a/b", "ab"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "a")
    given = [str(tmp_path / name) for name in ("a/b", "a", "ab", "link", "missing")]
    assert mounts.outermost(given) == [str(tmp_path / "a"), str(tmp_path / "ab")]


@pytest.fixture
def folders(tmp_path):
    for name in ("shown/solutions", "other"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "file").write_text("x")
    (tmp_path / "shown/secret").write_text("x")
    return tmp_path


def within(folders, act) -> str:
    def run():
        box.unshare_namespaces()
        hidden = [str(folders / "shown/solutions"), str(folders / "shown/secret"), "/no/such"]
        shown = [str(folders / "shown"), "/usr"]
        mounts.new_root(shown, hidden)
        mounts.new_scratch(mounts.scratch_for(shown), 1 << 20, 16)
        said = act()
        if said is not None:
            raise ValueError(said)

    return attempt(run)


def test_there_is_what_is_shown_and_nothing_else(sandbox, folders):
    names = within(folders, lambda: sorted(os.listdir("/")))
    for name in ("dev", "lib", "proc", "usr"):
        assert repr(name) in names
    for name in ("etc", "root", "home", "sys", "var", "run"):
        if not str(folders).startswith(f"/{name}/"):
            assert repr(name) not in names
    assert "[]" in within(folders, lambda: os.listdir(folders / "shown/solutions"))
    assert within(folders, lambda: (folders / "shown/secret").read_text() or None) == ""
    assert "FileNotFoundError" in within(folders, lambda: os.listdir(folders / "other"))
    assert "[]" in within(folders, lambda: os.listdir("/proc"))


@pytest.mark.parametrize("place", ["/x", "/usr/x", "/dev/x", "/proc/x", "{}/shown/x"])
def test_nothing_can_be_written_but_in_the_scratch_folder(sandbox, folders, place):
    path = place.format(folders)
    assert "OSError" in within(folders, lambda: open(path, "w").close())
    assert within(folders, lambda: open("x", "w").close()) == ""
    assert not os.path.exists("x")


def test_the_scratch_folder_is_bounded(sandbox, folders):
    def fill():
        with open("x", "wb") as file:
            file.write(bytes(2 << 20))

    def many():
        for number in range(100):
            open(str(number), "w").close()

    assert "No space left" in within(folders, fill)
    assert "No space left" in within(folders, many)


def test_the_scratch_folder_hides_nothing_that_is_shown():
    assert mounts.scratch_for(["/usr", "/home/x"]) == "/tmp"
    assert mounts.scratch_for(["/usr", "/tmp/venv"]) == "/scratch"


def test_devices_work(sandbox, folders):
    def read():
        with open("/dev/urandom", "rb") as file:
            return len(file.read(9))

    assert "9" in within(folders, read)


def test_the_machine_keeps_its_files(sandbox, folders):
    before = sorted(os.listdir("/"))
    within(folders, lambda: None)
    assert sorted(os.listdir("/")) == before
    assert (folders / "shown/solutions/file").read_text() == "x"
