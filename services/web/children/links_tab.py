"""The tab 链接 of a child: what can be given to people without an account, what was, and what they answered."""

from datetime import datetime

from services.access.actor import Actor
from services.children.models import Child
from services.links import kinds, queries
from services.web.links.given import given_links, to_list


def links_tab(child: Child, actor: Actor, now: datetime) -> dict[str, object]:
    """All links about the child: whoever sees it must know what a predecessor's visitors reported."""
    rows = to_list(queries.about(child.public_id), now)
    return {"link_kinds": kinds.about(Child._meta.label_lower), "rows": given_links([*rows], actor, now)}
