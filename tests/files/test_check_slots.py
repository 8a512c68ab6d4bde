"""Two files of a host are checked at once, and the third person is asked to try again, with nothing lost."""

import signal
import subprocess
import sys
from contextlib import ExitStack

import pytest
from django.urls import reverse

from services.children.models import ChildAttachment
from services.files.checking.check import MAX_AT_ONCE
from services.files.models import StoredFile
from services.kit.execution.slots import slot
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import Caller
from tests.files.pictures import noise, photo
from tests.files.test_attachments import storage, upload  # noqa: F401  a fixture
from tests.files.test_uploads import begin, finish, put_all

PROCESS = """
import sys
from pathlib import Path
from services.kit.execution.slots import slot
with slot(Path(sys.argv[1]), 2) as is_free:
    print(is_free, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.FILE_CHECKS_DIR = tmp_path / "checks"
    return settings.FILE_CHECKS_DIR


@pytest.fixture
def two_others(folder):
    """Two checks of other people are under way; closing it ends them."""
    with ExitStack() as others:
        for _ in range(MAX_AT_ONCE):
            assert others.enter_context(slot(folder, MAX_AT_ONCE))
        yield others


def test_third_photo_is_refused_at_once_and_stores_nothing(calls, town, two_others):
    head = calls(town.head_li)
    refused = upload(head, town.xiaoming, photo())
    assert refused.status_code == 409
    assert "请稍候再试" in refused.json()["errors"][0]["detail"]
    with scope(ALL_TENANTS):
        assert not StoredFile.objects.exists()
        assert not ChildAttachment.objects.exists()
    two_others.close()
    assert upload(head, town.xiaoming, photo()).status_code == 201


def test_upload_in_pieces_waits_whole_for_the_next_try(lasting_town, two_others):
    head, content = Caller(lasting_town.user(lasting_town.head_li)), noise(300, 200)
    begun = begin(head, len(content))
    put_all(head, begun, content)
    assert finish(head, begun, lasting_town.xiaoming).status_code == 409
    assert head.get(f"uploads/{begun}").json()["received"] == len(content)
    two_others.close()
    assert finish(head, begun, lasting_town.xiaoming).status_code == 201


def test_page_keeps_the_upload_in_its_form(calls, browses, town, two_others):
    head, content = calls(town.head_li), noise(300, 200)
    begun = begin(head, len(content))
    put_all(head, begun, content)
    address = reverse("web:attachment_add", args=[town.xiaoming.public_id])
    body = {"upload_id": begun, "kind": "photo", "caption": "家访"}
    text = browses(town.head_li).post(address, body).content.decode()
    assert "请稍候再试" in text
    assert f'value="{begun}"' in text


def test_killed_process_gives_its_slot_back(folder):
    command = [sys.executable, "-c", PROCESS, str(folder)]
    with ExitStack() as others:
        first, second = (
            others.enter_context(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE))
            for _ in range(2)
        )
        assert [process.stdout.readline() for process in (first, second)] == [b"True\n", b"True\n"]
        with slot(folder, MAX_AT_ONCE) as is_free:
            assert not is_free
        first.send_signal(signal.SIGKILL)
        first.wait()
        with slot(folder, MAX_AT_ONCE) as is_free:
            assert is_free
