import json
from pathlib import Path

import pytest

from bench.dynamodb_model import use_cases
from relayboard.local.costs import bill
from relayboard.local.costs.bill import Usage, idle_of, lines_of, total
from relayboard.local.costs.prices import PACKAGED, PricesUnreadable, read_prices
from relayboard.local.costs.report import json_of
from tests.server.command import relayboard

SMALL = Usage(users=25, tasks=500, reads=50_000)
MANIFEST = json.loads(Path("infra/generated/functions.json").read_text(encoding="utf-8"))


@pytest.fixture
def prices():
    return read_prices()


def quantities(usage):
    return {(line.service, line.what): line.quantity for line in lines_of(usage)}


def test_the_units_are_those_that_the_simulator_counts():
    counted = {name: (units.writes, units.reads) for name, units in use_cases()}
    assert {count: counted[f"create a task, {count} assigned"] for count in bill.CREATE} == bill.CREATE
    assert counted["change a title, 1 assigned"] == bill.EDIT
    assert counted["move to another column, 1 assigned"] == bill.MOVE
    assert counted["read a task"] == bill.READ_TASK
    assert counted["list 50 of a column"] == bill.READ_PAGE
    assert counted["tell one person, mail and inbox"] == bill.TELL
    assert counted["take the report that a mail arrived"] == bill.REPORT
    assert counted["open and close a live socket"] == bill.OPEN_PAGE
    assert counted["push an event to two open pages"] == bill.PUSH
    assert counted["a round of reminders, nobody wakes"] == bill.ROUND


WITH_AN_ADDRESS = {"channel-slack", "channel-webhook"}  # there only when they are given one


def test_as_many_functions_and_channels_are_counted_as_there_are():
    grouped = {**MANIFEST["layouts"]["grouped"], **MANIFEST["workers"]}.keys() - WITH_AN_ADDRESS
    assert len(grouped) == bill.FUNCTIONS
    assert sum(name.startswith("channel-") for name in grouped) == bill.CHANNELS


def test_every_line_has_a_price_and_every_price_a_line(prices):
    assert {line.price for line in lines_of(SMALL)} == set(prices.by_name)
    assert all(price.source for price in prices.by_name.values())


def test_nobody_costs_little_and_more_work_costs_more(prices):
    bills = [
        total(lines_of(usage), prices, with_free=True)
        for usage in (idle_of(SMALL), SMALL, Usage(users=50, tasks=5_000, reads=500_000))
    ]
    assert 0 < bills[0] < 5
    assert bills == sorted(set(bills))


def test_idle_lines_hold_nothing_that_work_causes():
    idle = {what: number for what, number in quantities(idle_of(SMALL)).items() if number}
    assert {service for service, _ in idle} == {
        "Lambda", "EventBridge Scheduler", "DynamoDB", "SQS", "CloudWatch", "X-Ray",
    }  # fmt: skip


def test_each_create_takes_what_was_counted_and_what_lies_between():
    for assignees, (writes, reads) in {**bill.CREATE, 2: (21.5, 4), 5: (35, 7)}.items():
        usage = Usage(users=0, tasks=1, reads=0, assignees=assignees, moves=0, comments=0)
        told = [assignees * (bill.TELL[kind] + bill.REPORT[kind]) for kind in (0, 1)]
        resting = quantities(idle_of(usage))
        found = quantities(usage)
        assert found["DynamoDB", "write units"] - resting["DynamoDB", "write units"] == writes + told[0]
        pushed = usage.events * bill.PUSH[1]
        assert found["DynamoDB", "read units"] - resting["DynamoDB", "read units"] == reads + told[1] + pushed


def test_what_is_free_is_not_paid(prices):
    assert prices["alarms"].of(24, with_free=True) == pytest.approx(1.4)
    assert prices["alarms"].of(24, with_free=False) == pytest.approx(2.4)
    assert prices["alarms"].of(3, with_free=True) == 0


def test_the_json_adds_up(prices):
    report = json_of(SMALL, prices, with_free=False)
    assert report["inUse"] == pytest.approx(sum(line["inUse"] for line in report["lines"]), abs=0.01)
    assert {"source", "seen", "quantity", "idleQuantity"} <= set(report["lines"][0])


def test_the_command_prints_a_table_json_and_other_prices(tmp_path):
    table = relayboard("cost", "--users", "10", "--tasks", "100", "--reads", "1000")
    assert (table.code, "API Gateway" in table.text, "idle $" in table.text) == (0, True, True)
    other = tmp_path / "mine.toml"
    text = PACKAGED.read_text(encoding="utf-8").replace('"us-east-1"', '"eu-west-1"').replace("3.50", "7.00")
    other.write_text(text)
    report = json.loads(relayboard("cost", "--json", "--prices", str(other)).text)
    assert (report["region"], report["lines"][0]["dollars"]) == ("eu-west-1", 7)


@pytest.mark.parametrize("text", ["", "region = 1", "[x]\ndollars = -1", 'region = "x"', "\x00"])
def test_a_file_that_holds_no_prices_is_refused(text, tmp_path):
    (tmp_path / "p.toml").write_text(text)
    with pytest.raises(PricesUnreadable):
        read_prices(tmp_path / "p.toml")
    done = relayboard("cost", "--prices", str(tmp_path / "p.toml"))
    assert (done.code, "Traceback" in done.text) == (1, False)
