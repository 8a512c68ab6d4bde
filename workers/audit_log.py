"""Tasks of the audit log: seal what is new."""

from services.audit_log import actions
from services.kit import clock
from workers.app import app


@app.task(name="workers.audit_log.seal_events")
def seal_events(*_: object) -> int:
    """Seal the events that wait. Running again seals none twice; several at once share the counties."""
    return actions.seal_events(now=clock.now())
