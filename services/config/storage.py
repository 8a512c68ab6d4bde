"""Where files lie: below the data folder, or in an S3-compatible storage that the environment names."""

import os

LOCAL: dict[str, object] = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
_NAMES = {
    "bucket_name": "NUANYANG_S3_BUCKET",
    "endpoint_url": "NUANYANG_S3_ENDPOINT",
    "region_name": "NUANYANG_S3_REGION",
    "access_key": "NUANYANG_S3_ACCESS_KEY",
    "secret_key": "NUANYANG_S3_SECRET_KEY",
}
# Never public, never addressed by a link: the service alone reads what it has written. `path` works with every maker.
_FIXED = {"default_acl": None, "file_overwrite": False, "signature_version": "s3v4", "addressing_style": "path"}


def default() -> dict[str, object]:
    """The entry `default` of Django's STORAGES; with a bucket, that of S3."""
    given = {option: os.environ.get(name, "") for option, name in _NAMES.items()}
    if not given["bucket_name"]:
        return dict(LOCAL)
    options = {option: text for option, text in given.items() if text}
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {**_FIXED, **options}}
