"""What attachments can be added to on a page: what it is called there, and where one comes from."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from services.care import attachments as care
from services.care.models import CareRecord
from services.children import attachments as children
from services.children.models import Child
from services.files import targets
from services.files.models import Attachment
from services.files.targets import AttachmentTarget
from services.health import attachments as health
from services.health.models import Campaign, Finding


class Crumb(NamedTuple):
    """Where one comes from."""

    label: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Owner:
    """One kind of object. `related`: what `title` and `back` read of it, never empty: Django would follow every key."""

    target: AttachmentTarget
    title: Callable[[Any], str]
    back: Callable[[Any], Crumb]
    gallery_url: Callable[[Any], str]
    add_url: Callable[[Any], str]
    related: tuple[str, ...]


def _page(name: str) -> Callable[[Any], str]:
    return lambda owner: reverse(f"web:{name}", args=[owner.public_id])


def _title_of_record(record: CareRecord) -> str:
    return f"{record.child.pupil.name} {record.get_activity_display()} {record.happened_on}"


def _title_of_finding(finding: Finding) -> str:
    return f"{finding.pupil.name} {finding.get_interpretation_display()}"


def _records_of(record: CareRecord) -> Crumb:
    url = reverse("web:child", args=[record.child.public_id])
    return Crumb(_("关爱记录"), f"{url}?tab=care")


def _campaign(campaign: Campaign) -> Crumb:
    return Crumb(campaign.title, reverse("web:campaign", args=[campaign.public_id]))


def _child(child: Child) -> Crumb:
    return Crumb(child.pupil.name, reverse("web:child", args=[child.public_id]))


CHILD = Owner(
    target=children.TARGET,
    title=lambda child: str(child.pupil.name),
    back=_child,
    gallery_url=lambda child: f"{reverse('web:child', args=[child.public_id])}?tab=attachments",
    add_url=_page("attachment_add"),
    related=("pupil__school_class__class_teacher", "pupil__school__township"),
)
OWNERS = {
    "care-record": Owner(
        target=care.TARGET,
        title=_title_of_record,
        back=_records_of,
        gallery_url=_page("care_record_attachments"),
        add_url=_page("care_record_attachments"),
        related=("child__pupil",),
    ),
    "finding": Owner(
        target=health.FINDING,
        title=_title_of_finding,
        back=lambda _finding: Crumb(_("体检异常"), reverse("web:findings")),
        gallery_url=_page("finding_attachments"),
        add_url=_page("finding_attachments"),
        related=("pupil",),
    ),
    "campaign": Owner(
        target=health.CAMPAIGN,
        title=lambda campaign: str(campaign.title),
        back=_campaign,
        gallery_url=_page("campaign_attachments"),
        add_url=_page("campaign_attachments"),
        related=("term",),
    ),
}


def owner_kind_of(attachment: Attachment) -> Owner:
    """The kind of object that an attachment belongs to."""
    target = targets.of(attachment)
    return next(kind for kind in (CHILD, *OWNERS.values()) if kind.target is target)
