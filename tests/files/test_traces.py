"""A photo leaves no trace in plain text: not in the database, the storage, the logs or a message of the queue."""

import logging

from django.db import connections

from services.children.models import ChildAttachment
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import Caller
from tests.files.pictures import CAMERA, DESCRIPTION, photo
from tests.files.test_attachments import body_of, storage, upload  # noqa: F401  a fixture

NAME, CAPTION = "王小明和奶奶在清河.jpg", "奶奶的身份证，住址清河镇"


def dump():
    """Every row of every table, as text and as the bytes that binary columns hold."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT set_config('role', 'r_worker', false)")
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        text = ""
        for table in tables:
            cursor.execute("SELECT has_table_privilege(current_user, %s, 'SELECT')", [f'public."{table}"'])
            if cursor.fetchone()[0]:
                cursor.execute(f'SELECT t::text FROM "{table}" t')
                text += "\n".join(row for (row,) in cursor.fetchall())
        cursor.execute("SELECT set_config('role', 'none', false)")
    return text


def test_photo_name_caption_and_exif_are_nowhere_in_plain_text(lasting_town, storage, caplog):  # noqa: F811
    head = Caller(lasting_town.user(lasting_town.head_li))
    original = photo(size=(800, 600))
    caplog.set_level(logging.DEBUG)
    row = upload(head, lasting_town.xiaoming, original, name=NAME, caption=CAPTION).json()
    kept = body_of(head.get(f"files/{row['id']}"))
    text = dump()
    assert row["id"] in text  # the hunt reads what was written
    disk = b"".join(path.read_bytes() for path in storage.rglob("*") if path.is_file())
    assert len(disk) > len(kept)
    for trace in (NAME, CAPTION, CAMERA, DESCRIPTION):
        assert trace not in text
        assert trace.encode().hex() not in text
        assert trace.encode() not in disk
        assert trace not in caplog.text
    for content in (original, kept):
        sample = content[len(content) // 2 :][:40]
        assert sample not in disk
        assert sample.hex() not in text
    with scope(ALL_TENANTS):
        assert ChildAttachment.objects.get().unseal("caption") == CAPTION
