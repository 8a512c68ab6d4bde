"""How a journey begins: the county is founded as docs/operations.md says, by commands and invitations alone."""

import json
from dataclasses import dataclass

from tests.journeys.api_client import ApiClient, accept_invitation
from tests.journeys.servers import RunningService

PASSWORD = "sunny-day-2026"
COUNTY, CODE = "云岫县", "530999"
OPERATOR = ("--by", "何工")
OFFICERS = {"zhou": ("周文静", "county"), "liang": ("梁国平", "county_lead")}
STAFF = {
    "shen": ("沈秋云", "teacher"),
    "ma": ("马建国", "teacher"),
    "ayi": ("阿依古丽·买买提", "teacher"),
    "sun": ("孙护士", "nurse"),
}
NURSE_UNTIL = "2026-12-31"
TERM = {"school_year": 2026, "season": "autumn", "begins_on": "2026-09-01", "ends_on": "2027-01-22"}


@dataclass(frozen=True)
class ProvisionedSchool:
    """Public ids as `manage.py school add` prints them."""

    school: str
    site: str
    admin: str


def provision(service: RunningService, *, school: str, township: str, admin: str) -> ProvisionedSchool:
    """Create county, officers and term, the school by the operator's command, and its staff by invitation."""
    create_county(service, officers=OFFICERS)
    arguments = ("school", "add", school, "--township", township, "--admin", admin, "--password-stdin", *OPERATOR)
    provisioned = ProvisionedSchool(**json.loads(service.manage(*arguments, stdin=f"{PASSWORD}\n")))
    client = ApiClient.log_in(service.address, admin, PASSWORD)
    for username, (name, role) in STAFF.items():
        employ(client, {"name": name, "sex": "F"}, username, role, until=NURSE_UNTIL if role == "nurse" else None)
    return provisioned


def create_county(service: RunningService, *, officers: dict[str, tuple[str, str]]) -> dict[str, ApiClient]:
    """`manage.py county add`, `officer invite` for each officer by username, and the term by one of them."""
    service.manage("county", "add", CODE, COUNTY, *OPERATOR)
    clients = {username: _join_office(service, username, name, role) for username, (name, role) in officers.items()}
    next(iter(clients.values())).post_ok("terms", TERM)
    return clients


def _join_office(service: RunningService, username: str, name: str, role: str) -> ApiClient:
    url = service.manage("officer", "invite", name, "--role", role, "--no-qr", *OPERATOR).strip()
    accept_invitation(url, username, PASSWORD)
    return ApiClient.log_in(service.address, username, PASSWORD)


def employ(
    admin: ApiClient, person: dict[str, str], username: str, role: str, *, until: str | None = None
) -> tuple[str, ApiClient]:
    """Add a member of staff and let them join: the id of the row, and the client of their login."""
    staff = admin.post_ok("staff", person)
    invitation = admin.post_ok(
        f"staff/{staff['id']}/invitations", {"role": role, **({"until": until} if until else {})}
    )
    accept_invitation(invitation["url"], username, PASSWORD)
    return str(staff["id"]), ApiClient.log_in(admin.address, username, PASSWORD)
