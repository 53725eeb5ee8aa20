"""Programs that are killed at every step lose no notice, and repeat none outside the window that is documented."""

import os

import pytest

from tests.crashes import aws
from tests.crashes import one_machine as machine
from tests.crashes.fuse import REPEATING
from tests.crashes.office import ACTING_OUTSIDE

EVENTS = int(os.environ.get("RELAYBOARD_TEST_EVENTS", "0"))


def on_one_machine(folder):
    with machine.one_machine(folder) as one:
        return one.run(max(EVENTS, machine.EVENTS_FOR_EVERY_STEP)), machine.STEPS


def on_aws(_):
    steps = {channel: (*steps, *aws.STREAM) for channel, steps in aws.STEPS.items()}
    return aws.Aws().run(max(EVENTS, aws.EVENTS_FOR_EVERY_STEP)), steps


@pytest.fixture(scope="module", params=[on_one_machine, on_aws], ids=["one machine", "AWS"])
def home(request, tmp_path_factory):
    return request.param(tmp_path_factory.mktemp("crashes"))


@pytest.fixture
def figures(home):
    return home[0]


def test_every_channel_was_killed_at_every_step(home, record_property):
    figures, steps = home
    assert set(figures.counts) == {(channel, step) for channel, some in steps.items() for step in some}
    for (channel, step), count in figures.counts.items():
        told = f"{count.crashes} crashes, {count.notices} notices, {count.lost} lost, {count.repeated} came twice"
        record_property(f"{channel} {step}", told)


def test_no_notice_is_lost(figures):
    assert {at: count.lost for at, count in figures.counts.items() if count.lost} == {}


def test_only_what_was_sent_and_not_yet_written_down_comes_twice_and_once_a_crash(figures):
    assert list(figures.too_many()) == []


def test_the_window_is_really_hit(figures):
    for (channel, step), count in figures.counts.items():
        if channel in ACTING_OUTSIDE and step in REPEATING:
            assert count.repeated == count.crashes


def test_notices_about_one_task_come_in_order_where_that_is_promised(figures):
    late = {at: count.late for at, count in figures.counts.items() if count.late}
    assert late == {} or not figures.keeps_order
