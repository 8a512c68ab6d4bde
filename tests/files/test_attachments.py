"""Photos and documents of a case file: who may add, open and delete them, and what is kept of them."""

import errno
import io
from pathlib import Path
from uuid import UUID

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from services.access.models import AuditEvent
from services.access.roles import Role
from services.children import assignments
from services.children.choices import AssignmentReason
from services.children.models import ChildAttachment, Pupil
from services.files import targets
from services.files.models import StoredFile
from services.retention.dependents import delete_with_dependents
from services.retention.rules import BY_KEY
from services.schools.scope import ALL_TENANTS, scope, worker_for_county
from tests.cast import Caller
from tests.files.hostile import pdf
from tests.files.pictures import CAMERA, DESCRIPTION, noise, photo


@pytest.fixture(autouse=True)
def storage(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


def upload(caller, child, content, *, name="王小明的身份证.jpg", kind="certificate", caption="身份证正面"):
    file = SimpleUploadedFile(name, content, content_type="image/jpeg")
    body = {"file": file, "child": str(child.public_id), "kind": kind, "caption": caption}
    return caller.client.post("/api/v1/files", body)


def body_of(answer):
    return b"".join(answer.streaming_content)


def picture_of(answer):
    return Image.open(io.BytesIO(body_of(answer)))


def test_head_adds_a_photo_and_opens_it(calls, town, at_monday):
    head = calls(town.head_li)
    added = upload(head, town.xiaoming, photo())
    assert added.status_code == 201, added.content
    row = added.json()
    assert row["child"]["name"] == "王小明"
    assert row["caption"] == "身份证正面"
    assert row["media_type"] == "image/jpeg"
    assert row["added_by"]["name"] == "李校长"
    assert [entry["id"] for entry in head.get("files", child=town.xiaoming.public_id).json()["results"]] == [row["id"]]

    opened = head.get(f"files/{row['id']}")
    assert opened.headers["Content-Type"] == "image/jpeg"
    assert opened.headers["Content-Disposition"] == 'inline; filename="certificate-2026-09-07.jpg"'
    assert opened.headers["X-Content-Type-Options"] == "nosniff"
    assert opened.headers["Cache-Control"] == "no-store"
    picture = picture_of(opened)
    assert picture.size == (480, 640)
    assert picture.getpixel((240, 100))[0] > 200
    thumbnail = picture_of(head.get(f"files/{row['id']}/thumbnail"))
    assert thumbnail.size == (300, 400)


def test_photo_of_more_than_a_megabyte_needs_no_temp_folder_for_uploads(calls, town, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "missing")
    content = noise(1200, 900)
    assert len(content) > 2**20
    assert upload(calls(town.head_li), town.xiaoming, content).status_code == 201


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "HEIF"])
def test_photo_is_written_anew_upright_without_location_or_comment(format_, calls, town):
    head = calls(town.head_li)
    original = photo(format_)
    assert CAMERA.encode() in original
    row = upload(head, town.xiaoming, original).json()
    content = body_of(head.get(f"files/{row['id']}"))
    for trace in (CAMERA.encode(), DESCRIPTION.encode(), b"Exif", b"GPS"):
        assert trace not in content
    picture = Image.open(io.BytesIO(content))
    assert picture.format == "JPEG"
    assert not picture.getexif()
    assert not picture.info.keys() & {"exif", "comment", "icc_profile", "xmp"}
    red, green = picture.getpixel((picture.width // 2, 20)), picture.getpixel((picture.width // 2, picture.height - 20))
    assert (red[0] > 200, green[1] > 100) == (True, True)


def test_document_is_downloaded_and_never_opened_in_our_pages(calls, town):
    head = calls(town.head_li)
    row = upload(head, town.xiaoming, pdf(), name="王小明.html", kind="form").json()
    opened = head.get(f"files/{row['id']}")
    assert opened.headers["Content-Type"] == "application/pdf"
    assert opened.headers["Content-Disposition"].startswith('attachment; filename="form-')
    assert opened.headers["Content-Disposition"].endswith('.pdf"')
    assert opened.headers["X-Content-Type-Options"] == "nosniff"
    assert body_of(opened) == pdf()


def test_each_opening_is_in_the_log_of_the_child(calls, town):
    head = calls(town.head_li)
    row = upload(head, town.xiaoming, photo()).json()
    body_of(head.get(f"files/{row['id']}"))
    body_of(head.get(f"files/{row['id']}/thumbnail"))
    with scope(ALL_TENANTS):
        events = AuditEvent.objects.filter(target__contains=[row["id"]]).order_by("recorded_at", "id")
        assert [(event.action, event.detail.get("thumbnail")) for event in events] == [
            ("files.attachment_added", None),
            ("files.attachment_opened", False),
            ("files.attachment_opened", True),
        ]
        assert all(str(town.xiaoming.public_id) in event.target for event in events)


def test_nobody_else_learns_of_it(calls, town):
    row = upload(calls(town.head_li), town.xiaoming, photo()).json()
    for actor in (town.admin_of_b, town.teacher_of_b, town.admin_of_c, town.teacher_wang):
        stranger = calls(actor)
        for address in (f"files/{row['id']}", f"files/{row['id']}/thumbnail"):
            assert stranger.get(address).status_code == 404
        assert stranger.send("delete", f"files/{row['id']}", {"reason": "看错了"}).status_code == 404
        assert stranger.get("files").json()["results"] == []
        assert upload(stranger, town.xiaoming, photo()).status_code == 400
    for actor in (town.officer, town.lead, town.nurse_sun, town.actors[Role.AUDITOR]):
        assert calls(actor).get(f"files/{row['id']}").status_code == 403
        assert upload(calls(actor), town.xiaoming, photo()).status_code == 403


class FullDisk(FileSystemStorage):
    """Full in the middle of a file, after so many whole ones."""

    def __init__(self, whole=0):
        super().__init__()
        self.whole = whole

    def _save(self, name, content):
        folder = Path(self.path(name)).parent
        folder.mkdir(parents=True, exist_ok=True)
        if len(list(folder.iterdir())) < self.whole:
            return super()._save(name, content)
        Path(self.path(name)).write_bytes(content.read(1024))
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("whole", [0, 1], ids=["before the photo", "before its thumbnail"])
def test_full_storage_is_a_sentence_and_leaves_nothing(whole, calls, town, settings, storage):
    head = calls(town.head_li)
    backend = {"BACKEND": "tests.files.test_attachments.FullDisk", "OPTIONS": {"whole": whole}}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    answer = upload(head, town.xiaoming, photo())
    assert answer.status_code == 409
    assert "存储空间已满" in answer.json()["errors"][0]["detail"]
    assert head.get("files").json()["results"] == []
    assert [path for path in storage.rglob("*") if path.is_file()] == []
    with scope(ALL_TENANTS):
        assert not StoredFile.objects.exists()


def test_school_that_has_filled_its_quota_gets_a_sentence_and_others_go_on(calls, town, settings):
    head = calls(town.head_li)
    upload(head, town.xiaoming, photo())
    settings.FILES_QUOTA_BYTES = 20_000
    answer = upload(head, town.xiaoming, photo(size=(1600, 1200)))
    assert answer.status_code == 400
    assert "已经占满" in answer.json()["errors"][0]["detail"]
    assert len(head.get("files").json()["results"]) == 1
    pupil_of_b = town.b.children["王小明"]
    assert upload(calls(town.admin_of_b), pupil_of_b, photo()).status_code == 201


def test_teacher_deletes_only_what_she_added(calls, town):
    with town.as_(town.head_li) as head:
        assignments.assign(
            child=town.xiaoming, staff=town.a.staff["wang"], reason=AssignmentReason.SHARED, by=head, now=town.monday
        )
    of_head = upload(calls(town.head_li), town.xiaoming, photo()).json()["id"]
    wang = calls(town.teacher_wang)
    own = upload(wang, town.xiaoming, photo()).json()["id"]
    assert wang.send("delete", f"files/{of_head}", {"reason": "不要了"}).status_code == 409
    assert wang.send("delete", f"files/{own}", {"reason": "不要了"}).status_code == 204
    assert [row["id"] for row in wang.get("files").json()["results"]] == [of_head]


def test_files_of_a_deleted_case_file_go_the_same_night_and_others_stay(lasting_town, storage):
    town, later = lasting_town, lasting_town.later(days=2)
    head = Caller(town.user(town.head_li))
    upload(head, town.xiaoming, photo())
    upload(head, town.xiaohong, photo())
    with scope(worker_for_county(town.county.pk)):
        StoredFile.objects.update(created_at=town.monday)
        rule = BY_KEY["files"]
        assert not rule.due(town.county.pk, later).exists()
        delete_with_dependents(Pupil, [town.xiaoming.pupil_id])
        due = list(rule.due(town.county.pk, later).values_list("pk", flat=True))
        assert rule.purge(due) == 2
    assert len([path for path in storage.rglob("*") if path.is_file()]) == 2
    with scope(ALL_TENANTS):
        assert ChildAttachment.objects.get().child_id == town.xiaohong.pk
        assert StoredFile.objects.count() == 2


def test_psychology_teacher_who_sees_the_child_does_not_see_its_attachments(calls, town):
    psychologist = town.hires(town.a, Role.PSYCHOLOGY_TEACHER)
    with town.as_(town.head_li) as head:
        staff = town.a.staff[Role.PSYCHOLOGY_TEACHER]
        assignments.assign(child=town.xiaoming, staff=staff, reason=AssignmentReason.SHARED, by=head, now=town.monday)
    row = upload(calls(town.head_li), town.xiaoming, photo()).json()
    assert calls(psychologist).get(f"files/{row['id']}").status_code == 403
    with town.as_(psychologist):
        assert targets.find(UUID(row["id"]), psychologist, town.monday) is None


def test_deleting_needs_a_reason_and_removes_the_bytes(lasting_town, storage):
    head = Caller(lasting_town.user(lasting_town.head_li))
    row = upload(head, lasting_town.xiaoming, photo()).json()
    assert len(list(storage.rglob("*-*"))) == 2
    assert head.send("delete", f"files/{row['id']}").status_code == 400
    assert head.send("delete", f"files/{row['id']}", {"reason": "传错了孩子"}).status_code == 204
    assert head.get(f"files/{row['id']}").status_code == 404
    assert list(storage.rglob("*-*")) == []
    with scope(ALL_TENANTS):
        assert not StoredFile.objects.exists()
        assert AuditEvent.objects.get(action="files.attachment_deleted").purpose == "传错了孩子"
