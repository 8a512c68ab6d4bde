"""Translated texts that are also needed in a process without Django: the sandbox."""

from collections.abc import Mapping


def gettext_noop(message: str) -> str:
    """Mark a text for translation; `deploy.translations collect` finds it by this name."""
    return message


def translate(template: str, params: Mapping[str, object]) -> str:
    """Fill in a text in the user's language; in Chinese, its own, where no settings are loaded."""
    from django.conf import settings

    if settings.configured:
        from django.utils.translation import gettext

        template = gettext(template)
    return template % params
