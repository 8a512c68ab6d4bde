"""Files on an S3 storage over HTTP: kept, read, deleted; while it is away a sentence, and nothing half kept."""

from datetime import timedelta

import pytest

from services.children.models import ChildAttachment
from services.files import actions
from services.files.models import StoredFile
from services.kit import clock
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import Caller
from tests.files.pictures import photo
from tests.files.s3_server import BUCKET, s3_server
from tests.files.test_attachments import body_of, upload


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with s3_server(tmp_path_factory.mktemp("s3")) as running:
        yield running


@pytest.fixture
def s3(server, settings, monkeypatch):
    """The service on this storage, which is empty at first."""
    given = {
        "BUCKET": BUCKET,
        "ENDPOINT": server.address,
        "REGION": "us-east-1",
        "ACCESS_KEY": "key",
        "SECRET_KEY": "secret",
    }
    for name, value in given.items():
        monkeypatch.setenv(f"NUANYANG_S3_{name}", value)
    settings.STORAGES = {**settings.STORAGES, "default": server.storage()}
    yield server
    for name in server.objects():
        server.client().delete_object(Bucket=BUCKET, Key=name)


def test_photo_is_kept_encrypted_read_and_deleted(s3, lasting_town, at_monday):
    head = Caller(lasting_town.user(lasting_town.head_li))
    row = upload(head, lasting_town.xiaoming, photo()).json()

    opened = body_of(head.get(f"files/{row['id']}"))

    assert opened.startswith(b"\xff\xd8")
    assert len(s3.objects()) == 2  # with the thumbnail
    for name, content in s3.objects().items():
        assert name.startswith("files/")
        assert content.startswith(b"nuanyang file 1\n")
        assert opened[len(opened) // 2 :][:40] not in content
    assert head.send("delete", f"files/{row['id']}", {"reason": "传错了孩子"}).status_code == 204
    assert s3.objects() == {}


def test_outage_is_a_sentence_keeps_nothing_half_and_ends(s3, lasting_town, at_monday):
    head = Caller(lasting_town.user(lasting_town.head_li))
    row = upload(head, lasting_town.xiaoming, photo()).json()
    s3.stop()

    for refused in (upload(head, lasting_town.xiaoming, photo()), head.get(f"files/{row['id']}")):
        assert refused.status_code == 409
        assert "暂时连不上" in refused.json()["errors"][0]["detail"]
    with scope(ALL_TENANTS):
        assert (ChildAttachment.objects.count(), StoredFile.objects.count()) == (1, 2)

    s3.start()
    assert upload(head, lasting_town.xiaoming, photo()).status_code == 201
    gone = head.get(f"files/{row['id']}")  # the server's memory went with its process
    assert (gone.status_code, gone.json()["errors"][0]["detail"][:7]) == (409, "文件已经不在了")


def test_orphans_wait_for_the_end_of_an_outage(s3, settings, lasting_town, at_monday):
    s3.client().put_object(Bucket=BUCKET, Key="files/orphan", Body=b"without a row")
    later = clock.now() + timedelta(days=400)
    kept = upload(Caller(lasting_town.user(lasting_town.head_li)), lasting_town.xiaoming, photo())
    assert kept.status_code == 201
    whole = settings.STORAGES
    nobody_listens = {**whole["default"]["OPTIONS"], "endpoint_url": "http://127.0.0.1:1"}
    settings.STORAGES = {**whole, "default": {**whole["default"], "OPTIONS": nobody_listens}}

    assert actions.remove_orphans(now=later) == 0
    assert "files/orphan" in s3.objects()

    settings.STORAGES = whole
    assert actions.remove_orphans(now=later) == 1
    assert len(s3.objects()) == 2  # the photo and its thumbnail
