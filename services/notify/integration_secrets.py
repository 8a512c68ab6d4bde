"""Seal and open the address and secret of an integration."""

from services.kit.vault import associated_data
from services.notify.models import Integration
from services.schools.sealed import vault


def seal_secrets(integration: Integration, *, address: str, secret: str = "") -> None:
    """Set both on the row, sealed; the row is not saved."""
    integration.address = vault().seal(address, associated_data=_associated_data(integration, "address"))
    integration.secret = (
        vault().seal(secret, associated_data=_associated_data(integration, "secret")) if secret else None
    )


def open_secrets(integration: Integration) -> tuple[str, str]:
    """Address and secret, "" where there is no secret."""
    address = vault().open(integration.address, associated_data=_associated_data(integration, "address"))
    return address, vault().open(
        integration.secret, associated_data=_associated_data(integration, "secret")
    ) if integration.secret else ""


def _associated_data(integration: Integration, column: str) -> bytes:
    return associated_data(f"notify_integration.{column}", integration.public_id)
