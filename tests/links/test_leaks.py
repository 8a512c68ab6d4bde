"""Tokens, digits and what visitors write are in no log line, no wake-up message and no column in plain text."""

from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.test import Client

from services.links.models import LinkAnswer
from services.schools.models import Staff
from services.schools.scope import ALL_TENANTS, scope
from services.schools.tenancy import TenantModel
from tests.cast import Town
from tests.factories.health import phone
from tests.guards.test_logs import assert_absent, lines  # noqa: F401  a fixture

NUMBER, OF_VOLUNTEER, NOTE = "13812345678", "7391", "爷爷住院了没人做饭"
SENT: list[tuple[str, tuple[str, ...]]] = []  # wake-up messages
pytestmark = pytest.mark.usefixtures("at_monday")


def record(task: str, ids: tuple[str, ...]) -> None:
    SENT.append((task, ids))


def test_secrets_of_links_stay_with_whoever_has_the_link(
    town: Town,
    browses: Any,
    lines: Any,  # noqa: F811
    settings: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    settings.TASK_SENDER = f"{__name__}.record"
    with town.a.inside():
        phone(town.xiaoming.pupil, NUMBER)
        Staff.objects.filter(pk=town.head_li.staff_id or 0).update(email="head@example.org")  # so that workers wake
    head, staff = browses(town.head_li), town.a.staff["head"]
    of_volunteer = {"days": "9", "purpose": "周大爷", "digits": OF_VOLUNTEER}
    url = head.post(f"/links/new/{town.xiaoming.public_id}/care.visit_report/", of_volunteer).context["url"]
    own = {"days": "9", "purpose": "我的手机"}
    feed = head.post(f"/links/new/{staff.public_id}/links.calendar_feed/", own).context["url"]
    his, token, of_feed = Client(), url.partition("#")[2], feed.rpartition("/")[2].removesuffix(".ics")

    with django_capture_on_commit_callbacks(execute=True):
        address = his.post("/open/", {"code": token}).url
        his.post(address, {"digits": OF_VOLUNTEER})
        his.post(address, {"choice": "concern", "submission": str(uuid4()), "note": NOTE})
        Client().post("/open/", {"code": f"{token}x"})
    for path in (f"/feeds/{of_feed}.ics", f"/feeds/{of_feed}x.ics"):  # Django logs the second, which is not there
        Client().get(path)

    secrets = [token, of_feed, NOTE, *(cookie.value for cookie in his.cookies.values())]
    assert_absent(lines, *secrets, NUMBER)
    assert SENT
    assert not [text for text in secrets if text in str(SENT)]
    with scope(ALL_TENANTS):
        assert LinkAnswer.objects.get().note_text == NOTE
        dump = [
            str(_as_text(value))
            for model in apps.get_models()
            if issubclass(model, TenantModel)
            for row in model.objects.values_list()
            for value in row
        ]
    assert not [text for text in secrets for column in dump if text in column]
    assert OF_VOLUNTEER not in dump


def _as_text(value: object) -> object:
    return bytes(value).decode(errors="replace") if isinstance(value, memoryview | bytes) else value
