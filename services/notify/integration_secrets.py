"""Where an outlet's message goes: its address and secret, sealed to its row."""

from services.kit.vault import associated_data
from services.notify.models import Integration
from services.schools.sealed import vault


def seal_secrets(integration: Integration, *, address: str, secret: str = "") -> None:
    """Put both into the row; neither is ever shown again."""
    integration.address = vault().seal(address, about=_about(integration, "address"))
    integration.secret = vault().seal(secret, about=_about(integration, "secret")) if secret else None


def open_secrets(integration: Integration) -> tuple[str, str]:
    """Address and secret, "" where there is none."""
    address = vault().open(integration.address, about=_about(integration, "address"))
    return address, vault().open(integration.secret, about=_about(integration, "secret")) if integration.secret else ""


def _about(integration: Integration, column: str) -> bytes:
    return associated_data(f"notify_integration.{column}", integration.public_id)
