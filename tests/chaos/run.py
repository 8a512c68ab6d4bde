"""One run: put promises bit by bit, injure the house meanwhile, wait for the last delivery, check."""

import random
import threading
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from deploy.local.children import tail, wait_until
from tests.chaos.check import Verdict, check
from tests.chaos.house import MONDAY, House
from tests.chaos.injuries import Injury

BATCH = 20
LONGEST = 180.0  # seconds for the last delivery after the last injury


def run(house: House, *, deliveries: int, seed: int, injuries: Sequence[Injury]) -> Verdict:
    """Django is set up on the house's database. TimeoutError with the parts' last words when deliveries stay undone."""
    dice = random.Random(seed)  # noqa: S311
    school = _town()
    for name in ("worker", "beat", "sweep"):
        house.start(name)
    putting = threading.Thread(target=_put_all, args=(school, deliveries))
    putting.start()
    _injure(house, dice.sample(injuries, len(injuries)), deliveries, dice)
    putting.join()
    _wait_for_the_last(house, deliveries)
    return check(house.var / "sms", deliveries)


def _town() -> tuple[int, int]:
    """School and county ids of a county with one school."""
    from services.schools.models import County, Region, School
    from services.schools.scope import EVERYWHERE, scope

    with scope(EVERYWHERE):
        county = County.objects.create(name="清河县")
        region = Region.objects.create(county=county, name="清河镇")
        return School.objects.create(county=county, region=region, name="中心小学").pk, county.pk


def _put_all(school: tuple[int, int], deliveries: int) -> None:
    """Put until every promise is known to stand; a batch whose fate is unknown is put again under its keys."""
    from django.db import connections

    try:
        for start in range(0, deliveries, BATCH):
            wait_until(
                lambda start=start: _try_to_put(school, range(start, min(start + BATCH, deliveries))), seconds=60
            )
    finally:
        connections.close_all()


def _try_to_put(school: tuple[int, int], numbers: range) -> bool:
    from django.db import Error, connections

    from services.notify import outbox
    from services.notify.choices import Audience, Channel
    from services.schools.scope import for_school, scope

    try:
        with scope(for_school(*school)):
            outbox.put_many(
                outbox.Wanted(
                    dedupe_key=f"chaos:{number}",
                    kind="chaos",
                    title="家长会通知",
                    phone=f"138{number:08}",
                    channels=(Channel.SMS,),
                    audience=Audience.CARER,
                    now=datetime.fromisoformat(MONDAY),
                )
                for number in numbers
            )
    except Error:  # the database is restarting
        connections.close_all()
        return False
    return True


def _injure(house: House, injuries: Sequence[Injury], deliveries: int, dice: random.Random) -> None:
    """The n-th injury when its share of the messages has gone out, give or take."""
    sms = house.var / "sms"
    for number, injury in enumerate(injuries, start=1):
        after = deliveries * (number - dice.random()) / (len(injuries) + 1)
        wait_until(lambda after=after: _files(sms) >= after, seconds=20)
        began = time.monotonic()
        injury(house)
        print(f"{_files(sms):6} sent  {injury.__name__} ({time.monotonic() - began:.1f} s)", flush=True)


def _files(sms: Path) -> int:
    return sum(1 for _ in sms.glob("*.txt"))


def _wait_for_the_last(house: House, deliveries: int) -> None:
    if not wait_until(lambda: _finished() >= deliveries, seconds=LONGEST, pause=0.3):
        words = "\n".join(f"{name}:\n{tail(house.folder / f'{name}.log', 15)}" for name in house.parts)
        raise TimeoutError(f"{_finished()} of {deliveries} finished\n{words}")


def _finished() -> int:
    from django.db import Error, connections

    from services.notify.choices import DeliveryState
    from services.notify.models import Delivery
    from services.schools.scope import EVERYWHERE, scope

    try:
        with scope(EVERYWHERE):
            return int(Delivery.objects.filter(state=DeliveryState.SENT).count())
    except Error:
        connections.close_all()
        return 0
