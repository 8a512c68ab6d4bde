"""The product's settings and one kind of job that blocks until it is released: for real workers in tests."""

from typing import Any

from django.apps import AppConfig

from services.config.settings import *  # noqa: F403

KIND = "test.blocks"


class BlockingConfig(AppConfig):
    name = "tests.workers"
    label = "blocking"

    def ready(self) -> None:
        from services.jobs import registry

        registry.job_handler(KIND)(_block)


def _block(_run: object) -> dict[str, Any]:
    from deploy.local import child_processes

    (DATA_DIR / "blocks").touch()  # noqa: F405
    return {"released": child_processes.wait_until((DATA_DIR / "release").exists, seconds=60)}  # noqa: F405


INSTALLED_APPS = [*INSTALLED_APPS[:-1], "tests.workers.blocking.BlockingConfig", INSTALLED_APPS[-1]]  # noqa: F405
