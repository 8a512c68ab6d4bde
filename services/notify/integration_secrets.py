"""Where an outlet's message goes: its address and secret, sealed to its row."""

from services.kit.vault import associated_data
from services.notify.models import Integration
from services.schools.sealed import vault


def seal_secrets(outlet: Integration, *, address: str, secret: str = "") -> None:
    """Put both into the row; neither is ever shown again."""
    outlet.address = vault().seal(address, about=_about(outlet, "address"))
    outlet.secret = vault().seal(secret, about=_about(outlet, "secret")) if secret else None


def open_secrets(outlet: Integration) -> tuple[str, str]:
    """Address and secret, "" where there is none."""
    address = vault().open(outlet.address, about=_about(outlet, "address"))
    return address, vault().open(outlet.secret, about=_about(outlet, "secret")) if outlet.secret else ""


def _about(outlet: Integration, column: str) -> bytes:
    return associated_data(f"notify_outlet.{column}", outlet.public_id)
