"""What a hostile review once got through, tried again on the real service: every attempt is refused.

Prints how often each was tried. `pytest tests/journeys/test_attacks.py -s` shows it.
"""

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from allauth.mfa.totp.internal import auth as totp
from playwright.sync_api import Page

from deploy.local import environment
from services.dashboards import actions as dashboards
from services.dashboards.models import SchoolQuarter
from services.kit.vault import new_key
from services.schools import vault_keys
from services.schools.models import School, Township
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import PASSWORD, Town
from tests.dashboards.published import PublishedReader
from tests.dashboards.test_subtraction_views import QUARTERS, SCHOOLS, read_attention, uncovered
from tests.factories import children as people
from tests.journeys import servers
from tests.journeys.api_client import ApiClient, accept_invitation
from tests.journeys.page_client import PageClient
from tests.journeys.second_factor import code_of
from tests.journeys.servers import MONDAY, ROOT, RunningService, running_service

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEW = "cloudy-day-2027"
GUESSES, REPLAYS = 60, 10
REFUSED = {400, 401, 403, 404, 405, 409, 410, 422, 429}
# Allauth's pages that lead from an open session, or from a mailbox, to a new password or another address.
UNUSED = (
    "email/", "password/reset/", "password/reset/done/", "password/set/", "confirm-email/", "confirm-email/x/",
    "login/code/", "login/code/confirm/", "signup/passkey/", "mfa/webauthn/login/", "mfa/webauthn/signup/",
    "mfa/trust/", "sessions/", "3rdparty/", "social/connections/",
)  # fmt: skip
CONNECT = "import django; django.setup()\nfrom services.schools import startup; startup.check()"


@dataclass
class Attempts:
    """How often each attack was tried, and what got through."""

    tried: Counter[str] = field(default_factory=Counter)
    through: list[str] = field(default_factory=list)

    def expect(self, attack: str, *, is_refused: bool, what: str = "") -> None:
        self.tried[attack] += 1
        if not is_refused:
            self.through.append(f"{attack}: {what}")

    def expect_status(self, attack: str, status: int, what: str = "") -> None:
        self.expect(attack, is_refused=status in REFUSED, what=f"{what} answered {status}")


@pytest.fixture
def attempts() -> Attempts:
    return Attempts()


@pytest.fixture
def service(lasting_town: Town, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunningService]:
    """The web process with the cast's county; nothing here waits for a worker."""
    monkeypatch.setenv("NUANYANG_CLOCK", MONDAY)
    monkeypatch.setattr(servers, "BACKGROUND", {})
    vault_keys.register_first_keys("owner")
    with running_service(MONDAY) as running:
        yield running


def test_every_known_attack_is_refused(
    service: RunningService, lasting_town: Town, new_page: Callable[..., Page], attempts: Attempts
) -> None:
    address = service.address
    take_over_through_an_address(address, attempts)
    log_in_twice(address, lasting_town, attempts)
    escalate_by_invitation(address, lasting_town, attempts)
    guess_and_replay_codes(address, lasting_town, attempts)
    keep_a_token_after_a_new_password(address, attempts)
    go_back_after_logout(address, new_page(), attempts)
    subtract_small_groups(address, lasting_town, attempts)
    start_with_a_stray_key(service, attempts)

    print("\n".join(f"{attack}: {count} tried" for attack, count in attempts.tried.items()))
    assert attempts.through == []
    assert len(attempts.tried) == 8


def take_over_through_an_address(address: str, attempts: Attempts) -> None:
    """From a session somebody left open, without the password."""
    attack, session = "takeover through an added address", PageClient.log_in(address, "wang_a", PASSWORD)
    for path in UNUSED:
        attempts.expect(attack, is_refused=session.get(f"/accounts/{path}").status == 404, what=path)
        form = {"email": "attacker@example.test", "action_add": ""}
        attempts.expect_status(attack, session.get(f"/accounts/{path}", form).status, path)
    session.submit("/accounts/password/change/", oldpassword="", password1=NEW, password2=NEW)
    for path in ("mfa/totp/activate/", "mfa/webauthn/add/"):
        page = session.get(f"/accounts/{path}")
        attempts.expect(attack, is_refused="reauthenticate" in page.path, what=path)
    tried = ApiClient(address).post("auth/token", {"username": "wang_a", "password": NEW})
    attempts.expect_status(attack, tried.status, "the password of the attacker")


def log_in_twice(address: str, town: Town, attempts: Attempts) -> None:
    """A link used again, for somebody with a login, and by who sent it."""
    attack, admin = "a second login by invitation", ApiClient.log_in(address, "school_admin_a", PASSWORD)
    staff = admin.post_ok("staff", {"name": "何老师", "sex": "F"})["id"]
    url = admin.post_ok(f"staff/{staff}/invitations", {"role": "teacher"})["url"]
    inviter = PageClient.log_in(address, "school_admin_a", PASSWORD)
    inviter.submit("/invitations/", code=url.partition("#")[2])
    inviter.submit("/invitations/accept/", form_on="/invitations/", username="he_2", password=PASSWORD)
    is_open = any(row["name"] == "何老师" for row in admin.rows("invitations"))
    attempts.expect(attack, is_refused=is_open, what="the inviter accepted")
    accept_invitation(url, "he", PASSWORD)
    stranger = PageClient(address)
    attempts.expect_status(attack, stranger.submit("/invitations/", code=url.partition("#")[2]).status, "used link")
    for role in ("teacher", "school_admin"):
        again = admin.post(f"staff/{staff}/invitations", {"role": role})
        attempts.expect_status(attack, again.status, f"invited again as {role}")
    wang = town.a.staff["wang"].public_id
    attempts.expect_status(attack, admin.post(f"staff/{wang}/invitations", {"role": "teacher"}).status, "has a login")


def escalate_by_invitation(address: str, town: Town, attempts: Attempts) -> None:
    """More power than the inviter's, or a nurse for ever."""
    attack = "escalation by invitation"
    admin, teacher, officer = (
        ApiClient.log_in(address, name, PASSWORD) for name in ("school_admin_a", "wang_a", "county_of_qinghe")
    )
    staff = admin.post_ok("staff", {"name": "钱老师", "sex": "M"})["id"]
    chen = town.a.staff["chen"].public_id
    today = datetime.fromisoformat(MONDAY).date()
    bodies = [{"role": role} for role in ("head", "county", "county_lead", "auditor", "nurse", "operator")]
    bodies += [{"role": "nurse", "until": str(today + timedelta(days=days))} for days in (61, 365)]
    for body in bodies:
        attempts.expect_status(attack, admin.post(f"staff/{staff}/invitations", body).status, str(body))
        attempts.expect_status(attack, admin.post(f"staff/{chen}/memberships", body).status, str(body))
        attempts.expect_status(attack, teacher.post(f"staff/{staff}/invitations", body).status, str(body))
    for role in ("county_lead", "auditor", "head", "operator"):
        tried = officer.post("invitations", {"name": "同伙", "role": role})
        attempts.expect_status(attack, tried.status, f"{role} by the county's staff")
    attempts.expect_status(attack, teacher.post("invitations", {"name": "同伙", "role": "county"}).status, "teacher")


def guess_and_replay_codes(address: str, town: Town, attempts: Attempts) -> None:
    attack, nobody = "guessing and replay of codes", ApiClient(address)
    secrets = {}
    for role, school in (("head", town.a), ("school_admin", town.b)):
        secrets[role] = totp.generate_totp_secret()
        totp.TOTP.activate(town.user(school.actors[role]), secrets[role])

    def try_code(username: str, code: str) -> int:
        return nobody.post("auth/token", {"username": username, "password": PASSWORD, "otp": code}).status

    for number in range(GUESSES):
        attempts.expect_status(attack, try_code("head_a", f"{number:06d}"), "a guess")
    attempts.expect_status(attack, try_code("head_a", code_of(secrets["head"])), "the right code after the guesses")
    wait_for_the_middle_of_a_step()
    code = code_of(secrets["school_admin"])
    assert try_code("school_admin_b", code) == 201
    for _ in range(REPLAYS):
        attempts.expect_status(attack, try_code("school_admin_b", code), "a code used before")
    attempts.expect_status(attack, try_code("school_admin_b", ""), "no code")


def wait_for_the_middle_of_a_step() -> None:
    """A code that is refused for its age would prove nothing about its use."""
    while time.time() % 30 > 20:
        time.sleep(0.2)


def keep_a_token_after_a_new_password(address: str, attempts: Attempts) -> None:
    attack = "sessions and tokens after a new password"
    stolen = ApiClient.log_in(address, "chen_a", PASSWORD)
    thief, owner = (PageClient.log_in(address, "chen_a", PASSWORD) for _ in range(2))
    stolen.get_ok("me")
    owner.submit("/accounts/password/change/", oldpassword=PASSWORD, password1=NEW, password2=NEW)
    attempts.expect_status(attack, stolen.get("me").status, "the token")
    attempts.expect(attack, is_refused=thief.get("/").path == "/accounts/login/", what="the other session")
    assert owner.get("/").path != "/accounts/login/"
    old = ApiClient(address).post("auth/token", {"username": "chen_a", "password": PASSWORD})
    attempts.expect_status(attack, old.status, "the old password")


def go_back_after_logout(address: str, page: Page, attempts: Attempts) -> None:
    """The next person at the same computer."""
    attack = "back button after logout"
    page.goto(f"{address}/accounts/login/")
    page.get_by_label("用户名").fill("school_admin_a")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.goto(f"{address}/children/")
    page.get_by_text("王小明").first.wait_for()
    page.goto(f"{address}/accounts/logout/")
    page.get_by_role("button", name="退出登录").click()
    page.get_by_role("heading", name="登录").wait_for()
    for _ in range(4):
        page.go_back()
        attempts.expect(attack, is_refused="王小明" not in page.content(), what=page.url)


def subtract_small_groups(address: str, town: Town, attempts: Attempts) -> None:
    """Every number of two quarters that three kinds of readers get, put together in equations."""
    count_schools(town)
    for username in ("county_of_qinghe", "county_lead_of_qinghe", "leader_of_qinghe"):
        client, reader = ApiClient.log_in(address, username, PASSWORD), PublishedReader()
        pages = PageClient.log_in(address, username, PASSWORD)
        read_attention(reader, lambda path, pages=pages: pages.get(path).text)
        schools: dict[str, str] = {}
        for year, quarter in QUARTERS:
            answer = client.get_ok("dashboards/county", year=year, quarter=quarter)
            reader.reads_county(answer)
            schools = {school["name"]: school["id"] for school in answer["schools"]}
            for name, public_id in schools.items():
                of_school = client.get_ok(f"dashboards/schools/{public_id}", year=year, quarter=quarter)
                reader.reads_school(name, of_school)
        reader.knows_the_rules(QUARTERS, schools)
        groups = uncovered(reader, town)
        attempts.expect("small groups by subtraction", is_refused=not groups, what=f"{username} finds {groups}")
        assert reader.withheld > 50


def count_schools(town: Town) -> None:
    """Schools whose counts are small in some columns, in two quarters."""
    now = datetime.fromisoformat(MONDAY)
    with town.a.inside():
        for number in range(9):
            people.child(f"学生{number}", town.a.classes[0])
    with scope(ALL_TENANTS):
        dashboards.refresh_stale(now=now)
        for name, (township_name, numbers) in SCHOOLS.items():
            township, _is_new = Township.objects.get_or_create(county=town.county, name=township_name)
            school = School.objects.create(county=town.county, township=township, name=name)
            rows = [
                SchoolQuarter(school=school, county=town.county, year=year, quarter=quarter, as_of=now, **numbers)
                for year, quarter in QUARTERS
            ]
            SchoolQuarter.objects.bulk_create(rows)


def start_with_a_stray_key(service: RunningService, attempts: Attempts) -> None:
    own = environment.for_process("web", service.env, service.databases)
    other = new_key()
    stray = [{"VAULT_KEYS": other}, {"VAULT_KEYS": f"{other},{own['VAULT_KEYS']}"}]
    stray += [{"VAULT_INDEX_KEY": other.partition(":")[2]}]
    for keys in stray:
        command = [sys.executable, "-W", "ignore", "-c", CONNECT]
        done = subprocess.run(command, cwd=ROOT, env={**own, **keys}, capture_output=True, text=True, check=False)
        is_refused = done.returncode != 0 and "WrongVaultKeys" in done.stderr
        attempts.expect("a process with a stray key", is_refused=is_refused, what=done.stderr[-300:])
