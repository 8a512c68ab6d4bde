"""The checker: reads what the database, the gateway's files and its call log say, and compares."""

from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass
class Verdict:
    """Figures of a run. `lost` and `twice` must be 0."""

    promised: int
    sent: int
    files: int
    lost: int
    twice: int
    strangers: int  # files of no promise
    calls: int
    calls_repeated: int  # answered "known": a call repeated after a crash, which the gateway did not send again
    attempts: int
    attempts_cut_short: int  # the process died in the call

    @property
    def is_good(self) -> bool:
        return self.lost == self.twice == self.strangers == 0 and self.sent == self.files == self.promised

    def figures(self) -> dict[str, int]:
        return asdict(self)


def check(sms: Path, promised: int) -> Verdict:
    from services.notify.models import Attempt, Delivery
    from services.schools.scope import EVERYWHERE, scope

    with scope(EVERYWHERE):
        state_of = {str(each): state for each, state in Delivery.objects.values_list("public_id", "state")}
        attempts = Attempt.objects.count()
        cut_short = Attempt.objects.filter(ended_at=None).count()
    files = {path.stem for path in sms.glob("*.txt")}
    log = [line.split() for line in (sms / "calls.log").read_text().splitlines()]
    accepted = Counter(name for _, name, result in log if result == "accepted")
    whole = {path.stem for path in sms.glob("*.txt") if path.read_text().count("\n") == 2}
    return Verdict(
        promised=promised,
        sent=sum(state == "sent" for state in state_of.values()),
        files=len(files),
        lost=(promised - len(state_of)) + len(set(state_of) - whole),
        twice=sum(count > 1 for count in accepted.values()),
        strangers=len(files - set(state_of)),
        calls=len(log),
        calls_repeated=sum(result == "known" for _, _, result in log),
        attempts=attempts,
        attempts_cut_short=cut_short,
    )
