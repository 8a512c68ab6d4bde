"""While the storage cannot be reached a file is neither opened nor lost, and what was deleted goes later."""

from datetime import timedelta

import pytest
from django.urls import reverse

from services.children.models import ChildAttachment
from services.files import actions, contents
from services.files.contents import FileMissing
from services.files.models import StoredFile
from services.kit import clock
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import Caller
from tests.files.pictures import photo
from tests.files.test_attachments import body_of, storage, upload  # noqa: F401  a fixture
from tests.files.test_uploads import files_on_disk


@pytest.fixture
def outage(settings):
    """`outage("open")`: from now on opening fails; `outage()` ends it."""
    whole = settings.STORAGES

    def begin(*fails, saved=0):
        backend = {"BACKEND": "tests.files.s3_outage.Outage", "OPTIONS": {"fails": fails, "whole": saved}}
        settings.STORAGES = {**whole, "default": backend}

    return begin


def test_photo_that_cannot_be_reached_is_a_sentence_and_opens_later(calls, town, outage, browses):
    head = calls(town.head_li)
    row = upload(head, town.xiaoming, photo()).json()
    outage("open")
    refused = head.get(f"files/{row['id']}")
    assert refused.status_code == 409
    assert "暂时连不上" in refused.json()["errors"][0]["detail"]
    page = browses(town.head_li)
    assert page.get(reverse("web:attachment", args=[row["id"]])).status_code == 302
    assert page.get(reverse("web:attachment_thumbnail", args=[row["id"]])).status_code == 410
    outage()
    assert body_of(head.get(f"files/{row['id']}")).startswith(b"\xff\xd8")


def test_connection_that_breaks_while_it_is_read_is_the_same_error(calls, town, outage):
    upload(calls(town.head_li), town.xiaoming, photo())
    outage("read")
    with scope(ALL_TENANTS):
        file = StoredFile.objects.order_by("pk").first()
        with pytest.raises(FileMissing, match="暂时连不上"):
            list(contents.pieces(file))


def test_deleted_attachment_is_gone_at_once_and_its_bytes_with_the_orphans(
    lasting_town,
    storage,  # noqa: F811
    outage,
    caplog,
):
    head = Caller(lasting_town.user(lasting_town.head_li))
    row = upload(head, lasting_town.xiaoming, photo()).json()
    outage("delete")
    with caplog.at_level("WARNING", logger="services.files.actions"):
        assert head.send("delete", f"files/{row['id']}", {"reason": "传错了孩子"}).status_code == 204
    assert [record.getMessage() for record in caplog.records if record.name == "services.files.actions"] == [
        "bytes of a deleted file stay in the storage: EndpointConnectionError"
    ] * 2
    assert head.get("files").json()["results"] == []
    later = clock.now() + timedelta(days=2)
    assert (actions.remove_orphans(now=later), len(files_on_disk(storage))) == (0, 2)
    outage()
    assert (actions.remove_orphans(now=later), len(files_on_disk(storage))) == (2, 0)


def test_outage_between_photo_and_thumbnail_is_a_sentence_and_attaches_nothing(calls, town, outage):
    head = calls(town.head_li)
    outage("save", "delete", saved=1)
    refused = upload(head, town.xiaoming, photo())
    assert refused.status_code == 409
    assert "暂时连不上" in refused.json()["errors"][0]["detail"]
    with scope(ALL_TENANTS):
        assert not ChildAttachment.objects.exists()
        assert not StoredFile.objects.exists()
