"""`manage.py pinyin`: names stored before a reading was known are found and sorted by it."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from services.children.models import Pupil
from services.schools.models import Staff
from services.schools.renewal import pinyin_keys
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import Town


def run() -> str:
    output = StringIO()
    call_command("pinyin", stdout=output)
    return output.getvalue()


def keys_of(model: Any, pk: int) -> tuple[str, str, str]:
    with scope(ALL_TENANTS):
        return tuple(model.objects.values_list("name", "pinyin", "initials").get(pk=pk))  # type: ignore[return-value]


@pytest.fixture
def former(town: Town) -> tuple[Pupil, Staff]:
    """A pupil and a teacher whose surnames an earlier release read as any character."""
    with scope(ALL_TENANTS):
        pupil, teacher = town.a.pupils["王小明"], Staff.objects.order_by("pk").last()
        assert teacher
        Pupil.objects.filter(pk=pupil.pk).update(name="单小曾", pinyin="dan xiao ceng", initials="dxc")
        Staff.objects.filter(pk=teacher.pk).update(name="吕丽", pinyin="lu li", initials="ll")
    return pupil, teacher


def test_old_rows_get_the_pinyin_that_new_ones_have(former: tuple[Pupil, Staff]) -> None:
    pupil, teacher = former

    assert "2 names have other pinyin now" in run()

    assert keys_of(Pupil, pupil.pk) == ("单小曾", "shan xiao ceng", "sxc")
    assert keys_of(Staff, teacher.pk) == ("吕丽", "lv li", "ll")
    assert "0 names have other pinyin now" in run()


def test_a_run_that_was_stopped_goes_on(former: tuple[Pupil, Staff], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pinyin_keys, "BATCH", 1)
    seen = 0

    def stop(*_progress: object) -> None:
        nonlocal seen
        seen += 1
        if seen == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pinyin_keys.recompute(stop)
    run()

    assert (keys_of(Pupil, former[0].pk)[2], keys_of(Staff, former[1].pk)[1]) == ("sxc", "lv li")
