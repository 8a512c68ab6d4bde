"""Every action is for somebody: a page, an API call, a command or a task reaches it."""

import pytest

from tests.guards.code import reached
from tests.guards.code.reached import Node


@pytest.mark.parametrize("action", reached.actions(), ids=".".join)
def test_action_is_reached_from_a_page_a_call_a_command_or_a_task(action: Node) -> None:
    assert action in reached.reached(), "nobody can use it: give it a page, a call, a command or a job, or remove it"


def test_what_the_demo_alone_uses_is_not_reached() -> None:
    assert ("services.demo.accounts", "create_accounts") not in reached.reached()
    assert ("services.care.actions.pairings", "pair") in reached.reached(), "from the API, over `perform_or_flash`"
    assert len(reached.actions()) > 150
