"""A large file in pieces: resumed after a break, attached once, private to its person, gone when it is abandoned."""

import pytest
from django.db import transaction

from services.access.models import AuditEvent
from services.children.models import ChildAttachment
from services.files import uploads
from services.files.models import FileUpload, StoredFile, UploadPiece
from services.retention.rules import BY_KEY
from services.schools.scope import ALL_TENANTS, scope, worker_for_county
from tests.cast import Caller
from tests.files.pictures import noise
from tests.files.test_attachments import body_of, storage  # noqa: F401  a fixture

PIECE = 200_000


@pytest.fixture(scope="module")
def content():
    return noise(900, 700)


def begin(caller, size):
    answer = caller.post("uploads", {"size": size})
    assert answer.status_code == 201, answer.content
    return answer.json()["id"]


def put(caller, upload, offset, piece):
    return caller.client.put(
        f"/api/v1/uploads/{upload}",
        piece,
        content_type="application/octet-stream",
        headers={"Upload-Offset": str(offset)},
    )


def put_all(caller, upload, content, start=0):
    for offset in range(start, len(content), PIECE):
        assert put(caller, upload, offset, content[offset : offset + PIECE]).status_code == 200


def finish(caller, upload, child):
    return caller.post("files", {"upload": upload, "child": str(child.public_id), "kind": "photo", "caption": "家访"})


def files_on_disk(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_upload_in_pieces_becomes_an_attachment_and_leaves_no_pieces(lasting_town, content, storage):  # noqa: F811
    head = Caller(lasting_town.user(lasting_town.head_li))
    upload = begin(head, len(content))
    put_all(head, upload, content)
    assert head.get(f"uploads/{upload}").json() == {"id": upload, "size": len(content), "received": len(content)}
    row = finish(head, upload, lasting_town.xiaoming)
    assert row.status_code == 201, row.content
    assert body_of(head.get(f"files/{row.json()['id']}")).startswith(b"\xff\xd8")
    assert head.get(f"uploads/{upload}").status_code == 404
    assert finish(head, upload, lasting_town.xiaoming).status_code == 400
    assert len(files_on_disk(storage)) == 2
    with scope(ALL_TENANTS):
        assert not UploadPiece.objects.exists()
        assert StoredFile.objects.count() == 2


def test_upload_needs_its_size_of_the_quota_once(lasting_town, content, storage, settings):  # noqa: F811
    town = lasting_town
    head = Caller(town.user(town.head_li))
    settings.FILES_QUOTA_BYTES = len(content)
    upload = begin(head, len(content))
    put_all(head, upload, content)
    settings.FILES_QUOTA_BYTES = len(content) - 1
    refused = finish(head, upload, town.xiaoming)
    assert refused.status_code == 400
    assert "已经占满" in refused.json()["errors"][0]["detail"]
    assert head.get(f"uploads/{upload}").json()["received"] == len(content)
    assert len(files_on_disk(storage)) == -(-len(content) // PIECE)
    settings.FILES_QUOTA_BYTES = len(content)
    assert finish(head, upload, town.xiaoming).status_code == 201


def test_oldest_upload_makes_way_before_the_quota_is_checked(calls, town, content, settings):
    head = calls(town.head_li)
    put(head, begin(head, len(content)), 0, content[:PIECE])
    for _ in range(uploads.MAX_OPEN - 1):
        begin(head, 100)
    settings.FILES_QUOTA_BYTES = PIECE
    begin(head, PIECE)


def test_upload_goes_on_where_a_crash_left_it(lasting_town, content, storage):  # noqa: F811
    """The process dies in the middle of a piece: its bytes have no row, the next piece begins where that one did."""
    town = lasting_town
    head = Caller(town.user(town.head_li))
    upload = begin(head, len(content))
    put(head, upload, 0, content[:PIECE])
    with scope(town.head_li.scope):
        row = FileUpload.objects.get(public_id=upload)
        piece = content[PIECE : 2 * PIECE]
        uploads.receive(upload=row, offset=PIECE, content=piece, by=town.head_li, now=town.monday)
        transaction.set_rollback(True)  # killed before the transaction ended
    received = head.get(f"uploads/{upload}").json()["received"]
    assert received == PIECE
    put_all(head, upload, content, start=received)
    row = finish(head, upload, town.xiaoming)
    assert row.status_code == 201, row.content
    with scope(ALL_TENANTS):
        assert ChildAttachment.objects.count() == 1


def test_piece_that_is_sent_twice_counts_once_and_a_gap_is_refused(calls, town, content):
    head = calls(town.head_li)
    upload = begin(head, len(content))
    first = content[:PIECE]
    assert put(head, upload, 0, first).json()["received"] == PIECE
    assert put(head, upload, 0, first).json()["received"] == PIECE
    gap = put(head, upload, 2 * PIECE, first)
    assert gap.status_code == 409
    assert f"已收到 {PIECE} 字节" in gap.json()["errors"][0]["detail"]
    assert put(head, upload, PIECE, b"").status_code == 409
    assert put(head, upload, PIECE, bytes(len(content))).status_code == 409
    unfinished = finish(head, upload, town.xiaoming)
    assert unfinished.status_code == 400
    assert "还没有传完" in unfinished.json()["errors"][0]["detail"]
    assert put(head, upload, "x", first).status_code == 400


def test_piece_lies_encrypted(calls, town, content, storage):  # noqa: F811
    head = calls(town.head_li)
    put(head, begin(head, len(content)), 0, content[:PIECE])
    stored = b"".join(path.read_bytes() for path in files_on_disk(storage))
    assert len(stored) > PIECE
    assert content[1000:1100] not in stored


def test_upload_is_its_persons_alone(calls, town, content):
    upload = begin(calls(town.head_li), len(content))
    for actor in (town.admin_zhao, town.teacher_wang, town.admin_of_b, town.admin_of_c):
        stranger = calls(actor)
        assert stranger.get(f"uploads/{upload}").status_code == 404
        assert put(stranger, upload, 0, content[:PIECE]).status_code == 404
        assert stranger.send("delete", f"uploads/{upload}").status_code == 404
    for actor in (town.officer, town.nurse_sun):
        assert calls(actor).post("uploads", {"size": 10}).status_code == 403
    other = begin(calls(town.admin_zhao), len(content))
    assert finish(calls(town.head_li), other, town.xiaoming).status_code == 400


def test_too_large_an_upload_is_refused_before_it_begins(calls, town):
    answer = calls(town.head_li).post("uploads", {"size": 21 * 2**20})
    assert answer.status_code == 400
    assert "超过 20 MB" in answer.json()["errors"][0]["detail"]


def test_harmful_upload_attaches_nothing(calls, town):
    head = calls(town.head_li)
    page = b"<html>" + b"x" * 1000
    upload = begin(head, len(page))
    put_all(head, upload, page)
    assert finish(head, upload, town.xiaoming).status_code == 400
    assert head.get("files").json()["results"] == []
    with scope(ALL_TENANTS):
        assert not AuditEvent.objects.filter(action="files.attachment_added").exists()


def test_unfinished_upload_goes_after_a_day_with_its_pieces(lasting_town, content, storage):  # noqa: F811
    town = lasting_town
    head = Caller(town.user(town.head_li))
    upload = begin(head, len(content))
    put(head, upload, 0, content[:PIECE])
    rule = BY_KEY["uploads"]
    with scope(worker_for_county(town.county.pk)):
        began = FileUpload.objects.get().created_at
        assert not rule.due(town.county.pk, began).exists()
        assert rule.purge(list(rule.due(town.county.pk, began + rule.keep).values_list("pk", flat=True))) == 1
    assert files_on_disk(storage) == []
    with scope(ALL_TENANTS):
        assert not StoredFile.objects.exists()


def test_sixth_upload_makes_the_oldest_go(calls, town):
    head = calls(town.head_li)
    begun = [begin(head, 100) for _ in range(uploads.MAX_OPEN + 1)]
    assert [head.get(f"uploads/{upload}").status_code for upload in begun] == [404, *[200] * uploads.MAX_OPEN]
