"""Attachments of a care record, a finding and a campaign: seen by who sees the object, gone with the object."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from services.access.models import AuditEvent
from services.access.roles import Role
from services.care.actions import care_records
from services.care.models import CareRecord, CareRecordAttachment
from services.children.assignments import assign
from services.children.choices import AssignmentReason
from services.files.models import StoredFile
from services.health.models import Campaign, CampaignAttachment, Finding, FindingAttachment
from services.plans.choices import CareActivity
from services.retention.dependents import delete_with_dependents
from services.retention.rules import BY_KEY
from services.schools.scope import scope, worker_for_county
from tests.cast import Town
from tests.factories import health
from tests.files.pictures import photo
from tests.files.test_attachments import body_of, storage  # noqa: F401  a fixture

pytestmark = pytest.mark.usefixtures("at_monday")
PAGES = {
    "care-records/{}/files": ("care_record_attachments", CareRecordAttachment, CareRecord),
    "findings/{}/files": ("finding_attachments", FindingAttachment, Finding),
    "campaign-files/{}": ("campaign_attachments", CampaignAttachment, Campaign),
}


@pytest.fixture
def owners(town: Town) -> dict[str, Any]:
    """A record of 王小明, a finding of the same child, the campaign it was found in."""
    campaign = health.planned(town)
    with town.as_(town.head_li) as head:
        assign(
            child=town.xiaoming, staff=town.a.staff["wang"], reason=AssignmentReason.SHARED, by=head, now=town.monday
        )
        record = care_records.record(
            child=town.xiaoming,
            activity=CareActivity.HOME_VISIT,
            happened_on=town.monday.date(),
            by=head,
            now=town.monday,
        )
    with town.a.inside():
        checkup = health.checkup(town.xiaoming.pupil)
        finding = Finding.objects.create(
            checkup=checkup, pupil=checkup.pupil, kind="vision", value="4.5", limit="5.0", found_on=town.monday.date()
        )
    return dict(zip(PAGES, (record, finding, campaign), strict=True))


def send(call: Any, path: str, **more: Any) -> Any:
    file = SimpleUploadedFile("a.jpg", photo(), content_type="image/jpeg")
    return call.client.post(f"/api/v1/{path}", {"file": file, "kind": "photo", "caption": "家访照片", **more})


@pytest.mark.parametrize("path", PAGES)
def test_head_attaches_a_photo_and_others_of_the_object_open_it(
    path: str, owners: dict[str, Any], town: Town, calls: Any, browses: Any
) -> None:
    owner, (page, model, _) = owners[path], PAGES[path]
    address = path.format(owner.public_id)
    head = calls(town.head_li)

    row = send(head, address)

    assert row.status_code == 201, row.content
    assert [entry["caption"] for entry in head.get(address).json()["results"]] == ["家访照片"]
    assert body_of(head.get(f"files/{row.json()['id']}")).startswith(b"\xff\xd8")
    shown = browses(town.head_li).get(reverse(f"web:{page}", args=[owner.public_id])).content.decode()
    assert "家访照片" in shown
    for stranger in (town.admin_of_b, town.admin_of_c):
        call = calls(stranger)
        for foreign in (f"files/{row.json()['id']}", f"files/{row.json()['id']}/thumbnail"):
            assert call.get(foreign).status_code == 404
        if model is CampaignAttachment and stranger is town.admin_of_b:  # the county's campaign is theirs, too
            assert call.get(address).json()["results"] == []
            continue
        assert [call.get(address).status_code, send(call, address).status_code] == [404, 404]
        assert browses(stranger).get(reverse(f"web:{page}", args=[owner.public_id])).status_code == 404
    assert calls(town.officer).get(address).status_code == 403  # what a photo shows stays in the school
    with town.a.inside():
        logged = {event.action: set(event.target) for event in AuditEvent.objects.filter(action__startswith="files.")}
        attachment = model.objects.get()
        assert logged["files.attachment_added"] >= {str(attachment.public_id), str(owner.public_id)}
        if path != "campaign-files/{}":  # the log of the child names it
            who = town.xiaoming if "care" in path else town.xiaoming.pupil
            assert str(who.public_id) in logged["files.attachment_opened"]


def test_teacher_sees_those_of_assigned_children_alone(owners: dict[str, Any], town: Town, calls: Any) -> None:
    head = calls(town.head_li)
    answers = {}
    for path, owner in owners.items():
        send(head, path.format(owner.public_id))
        answers[path] = [
            calls(teacher).get(path.format(owner.public_id)).status_code
            for teacher in (town.teacher_wang, town.teacher_chen)
        ]
    assert answers == {
        "care-records/{}/files": [200, 404],
        "findings/{}/files": [200, 404],
        "campaign-files/{}": [404, 404],  # papers of the whole school
    }


def test_school_doctor_attaches_to_findings_and_reads_no_record(owners: dict[str, Any], town: Town, calls: Any) -> None:
    doctor = calls(town.hires(town.a, Role.HEALTH_OFFICER))
    seen = {path: send(doctor, path.format(owner.public_id)).status_code for path, owner in owners.items()}
    assert seen == {"care-records/{}/files": 404, "findings/{}/files": 201, "campaign-files/{}": 201}


@pytest.mark.parametrize("path", PAGES)
def test_deleting_the_object_deletes_its_attachments_and_then_their_files(
    path: str, owners: dict[str, Any], town: Town, calls: Any
) -> None:
    owner, (_, model, owner_model) = owners[path], PAGES[path]
    send(calls(town.head_li), path.format(owner.public_id))
    with scope(worker_for_county(town.county.pk)):
        delete_with_dependents(owner_model, [owner.pk])
        assert not model.objects.exists()
        due = BY_KEY["files"].due(town.county.pk, town.later(days=2))
        assert BY_KEY["files"].purge([row.pk for row in due]) == 2
        assert not StoredFile.objects.exists()


@pytest.mark.parametrize("path", PAGES)
def test_page_refuses_what_the_api_refuses_with_the_same_sentence(
    path: str, owners: dict[str, Any], town: Town, calls: Any, browses: Any
) -> None:
    owner, (page, model, _) = owners[path], PAGES[path]
    script = {"upload": SimpleUploadedFile("a.jpg", b"<html>", content_type="image/jpeg"), "kind": "photo"}
    refused = browses(town.head_li).post(reverse(f"web:{page}", args=[owner.public_id]), script)
    answer = send(calls(town.head_li), path.format(owner.public_id), file=script["upload"])
    assert refused.status_code == 422
    assert "这个文件不是照片、PDF、Word 或 Excel" in refused.content.decode()
    assert answer.status_code in {400, 409}
    with town.a.inside():
        assert not model.objects.exists()
