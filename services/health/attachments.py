"""附件: what a doctor wrote about a finding, and a school's own papers of a checkup campaign."""

from services.files.targets import AttachmentTarget
from services.health import access
from services.health.models import CampaignAttachment, FindingAttachment

FINDING = AttachmentTarget(
    FindingAttachment, "finding", access.findings_visible_to, about=lambda finding: [finding, finding.pupil]
)
CAMPAIGN = AttachmentTarget(CampaignAttachment, "campaign", access.campaigns_with_papers)
