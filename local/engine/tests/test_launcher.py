import types

import pytest

import launcher
from gaps.replacement import wrap


def test_another_version_of_ministack_is_refused(monkeypatch):
    monkeypatch.setattr(launcher, "version", lambda package: "0.0.1")
    with pytest.raises(SystemExit, match=r"^MiniStack must be .*, but was 0\.0\.1\."):
        launcher.check_version()


def test_a_function_that_ministack_lost_is_named():
    module = types.ModuleType("ministack.somewhere")
    with pytest.raises(SystemExit, match=r"has no ministack.somewhere.lost: adapt the gap-closer"):
        wrap(module, "lost", lambda original: original())


