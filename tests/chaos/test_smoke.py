import pytest

from tests.chaos import injuries
from tests.chaos.house import House
from tests.chaos.run import run
from tests.workers import processes
from workers import bell


@pytest.fixture
def house(transactional_db, settings):
    """An own queue and real worker processes on this run's database."""
    house = House(lease_seconds=1.0)
    house.open_on(processes.environment(house.var))
    settings.REDIS_URL = house.valkey.url
    bell.sender.cache_clear()
    yield house
    house.close()
    bell.sender.cache_clear()


def test_a_killed_worker_and_a_flushed_queue_lose_and_double_nothing(house):
    verdict = run(house, deliveries=60, seed=7, injuries=injuries.SMOKE)

    assert verdict.is_good, verdict
    assert verdict.sent == verdict.files == verdict.promised == 60
    assert verdict.attempts <= verdict.calls + verdict.attempts_cut_short
