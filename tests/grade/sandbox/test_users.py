from __future__ import annotations

import os
import pwd

import pytest

from dlbook.grade.preflight import attempt
from dlbook.grade.sandbox import users


def test_a_user_is_nobodys_and_another_for_each_slot():
    taken = {user.pw_uid for user in pwd.getpwall()}
    picked = {users.pick(slot) for slot in range(50)}
    assert len(picked) == 50
    assert not picked & taken
    assert all(users.FIRST <= user < users.FIRST + users.COUNT for user in picked)


def test_a_taken_number_is_passed_over(monkeypatch):
    user = pwd.struct_passwd(("x", "", users.FIRST + 5, 0, "", "", ""))
    monkeypatch.setattr(pwd, "getpwall", lambda: [user])
    assert users.pick(5) == users.FIRST + 6
    assert users.pick(users.COUNT - 1) == users.FIRST + users.COUNT - 1


def tell() -> None:
    raise ValueError((os.getresuid(), os.getresgid(), os.getgroups()))


def test_root_becomes_somebody_else():
    if os.geteuid() != 0:
        pytest.skip("root alone can become another")

    def act():
        users.become(30_007)
        tell()

    assert f"({(30_007,) * 3}, {(30_007,) * 3}, [])" in attempt(act)

    def back():
        users.become(30_007)
        os.setuid(0)

    assert "PermissionError" in attempt(back)


def test_anybody_else_stays_who_they_are():
    def act():
        users.become(None)
        raise ValueError(os.geteuid())

    assert f"ValueError: {os.geteuid()}" in attempt(act)
