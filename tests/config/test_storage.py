"""Files lie below the data folder, or in the S3-compatible storage that the environment names."""

import pytest
from django.core.files.storage import storages

from services.config import storage


def test_files_are_local_without_a_bucket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NUANYANG_S3_BUCKET", raising=False)
    assert storage.default() == storage.LOCAL


def test_bucket_makes_it_s3_never_public_and_never_overwritten(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {
        "BUCKET": "nuanyang",
        "ENDPOINT": "https://s3.example.test",
        "REGION": "cn-1",
        "ACCESS_KEY": "key",
        "SECRET_KEY": "secret",
    }
    for name, value in given.items():
        monkeypatch.setenv(f"NUANYANG_S3_{name}", value)
    backend = storages.create_storage(storage.default())
    assert type(backend).__module__ == "storages.backends.s3"
    assert (backend.bucket_name, backend.endpoint_url, backend.region_name) == (
        "nuanyang",
        "https://s3.example.test",
        "cn-1",
    )
    assert (backend.default_acl, backend.file_overwrite, backend.querystring_auth) == (None, False, True)
