"""The same thing made twice at once is made once: the second request gets 409 or the first one's row, never 500."""

from collections.abc import Callable
from datetime import date
from threading import Thread
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from deploy.local.child_processes import wait_until
from services.access.actor import Actor
from services.assessment import actions as assessment
from services.children.actions import contact_cards, family
from services.children.models import Child, ContactCard, Guardian, Pupil
from services.health.actions import clinics
from services.schools import actions as schools
from services.schools.choices import Season
from services.schools.scope import scope
from tests.cast import Caller, Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("at_monday")]
PATIENCE = 30  # seconds, on a busy machine too
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
SPRING = {"school_year": 2026, "begins_on": date(2027, 2, 22), "ends_on": date(2027, 7, 9)}


def term(town: Town) -> None:
    schools.create_term(season=Season.SPRING, **SPRING)


def round_(town: Town) -> None:
    assessment.open_round(year=2026, quarter=3, by=town.officer, now=town.monday)


def clinic(town: Town) -> None:
    clinics.create_clinic(name="县医院", capacity=80, by=town.officer, now=town.monday)


def guardian(town: Town) -> None:
    pupil = Pupil.objects.get(pk=town.xiaoming.pupil_id)
    family.set_guardian(pupil=pupil, name="王奶奶", by=town.head_li, now=town.monday)


def card(town: Town) -> None:
    child = Child.objects.select_related("pupil").get(pk=town.xiaoming.pk)
    contact_cards.issue_card(child=child, by=town.head_li, now=town.monday)


def send_term(town: Town) -> Any:
    body = {"school_year": 2026, "season": "spring", "begins_on": "2027-02-22", "ends_on": "2027-07-09"}
    return caller(town, town.officer).post("terms", body)


def send_round(town: Town) -> Any:
    return caller(town, town.officer).post("assessment-rounds", {"year": 2026, "quarter": 3})


def send_clinic(town: Town) -> Any:
    return caller(town, town.officer).post("clinics", {"name": "县医院", "capacity": 80})


def send_guardian(town: Town) -> Any:
    return caller(town, town.head_li).send("put", f"children/{town.xiaoming.public_id}/guardian", {"name": "王奶奶"})


def send_card(town: Town) -> Any:
    return caller(town, town.head_li).post(f"children/{town.xiaoming.public_id}/contact-card")


def caller(town: Town, actor: Actor) -> Caller:
    made = Caller(town.user(actor))
    made.client.raise_request_exception = False
    return made


def is_waiting() -> bool:
    with connections["progress"].cursor() as cursor:  # another connection of the same login, which alone sees its waits
        cursor.execute(WAITING)
        return bool(cursor.fetchone()[0])


@pytest.mark.parametrize(
    ("who", "first", "second"),
    [
        ("officer", term, send_term),
        ("officer", round_, send_round),
        ("officer", clinic, send_clinic),
        ("head_li", guardian, send_guardian),
        ("head_li", card, send_card),
    ],
)
def test_second_of_two_at_once_gets_an_answer(
    lasting_town: Town, who: str, first: Callable[[Town], None], second: Callable[[Town], Any]
) -> None:
    """The second request has looked and found nothing when the first one commits."""
    answers: list[Any] = []

    def send() -> None:
        try:
            answers.append(second(lasting_town))
        finally:
            connections.close_all()

    thread = Thread(target=send)
    with scope(getattr(lasting_town, who).scope):
        first(lasting_town)
        thread.start()
        assert wait_until(is_waiting, seconds=PATIENCE), "the second request does not meet the first"
    thread.join(PATIENCE)
    (answer,) = answers
    assert answer.status_code in {200, 201, 409}, answer.content.decode()
    with lasting_town.a.inside():
        assert ContactCard.objects.count() <= 1
        assert Guardian.objects.filter(pupil=lasting_town.xiaoming.pupil_id).count() <= 1


def test_second_at_a_page_gets_409(lasting_town: Town) -> None:
    answers: list[Any] = []
    client = Client(raise_request_exception=False)
    client.force_login(lasting_town.user(lasting_town.officer), backend="services.accounts.backend.PasswordBackend")

    def send() -> None:
        try:
            answers.append(client.post("/clinics/", {"name": "县医院", "capacity": 80, "township": ""}))
        finally:
            connections.close_all()

    thread = Thread(target=send)
    with scope(lasting_town.officer.scope):
        clinic(lasting_town)
        thread.start()
        assert wait_until(is_waiting, seconds=PATIENCE)
    thread.join(PATIENCE)
    assert answers[0].status_code == 409
    assert "刚才有人做了同样的事" in answers[0].content.decode()


@pytest.mark.parametrize("count", [1_001, 3_000, 5_000])
@pytest.mark.parametrize("kind", ['name="f{0}"', 'name="f{0}"; filename="{0}.txt"'])
def test_thousands_of_parts_are_400(lasting_town: Town, count: int, kind: str) -> None:
    edge = "edge"
    part = f"--{edge}\r\nContent-Disposition: form-data; {kind}\r\n\r\nx\r\n"
    body = "".join(part.format(number) for number in range(count)) + f"--{edge}--\r\n"
    answer = caller(lasting_town, lasting_town.admin_zhao).client.post(
        "/api/v1/roster-imports", body, content_type=f"multipart/form-data; boundary={edge}"
    )
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "parse_error")
