"""Everybody sees only what they may do."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.people import JONAS, PRIYA, card, create_task, fill_in_sign_in


def test_a_member_sees_no_controls_of_admins(workplace, admin):
    title = "Update the price board"
    create_task(admin, title, assignee=JONAS)
    page = workplace.visit(JONAS)
    expect(card(page, title)).to_be_visible()
    for role, name in (("link", "New task"), ("link", "People"), ("link", "Trash"), ("button", "Boards")):
        expect(page.get_by_role(role, name=name)).to_have_count(0)
    card(page, title).click()
    task = page.get_by_role("dialog", name=title)
    expect(task.get_by_role("heading", name="History")).to_be_visible()
    for name in ("Edit", "Delete", "Assign somebody", re.compile("^Unassign")):
        expect(task.get_by_role("button", name=name)).to_have_count(0)
    expect(task.get_by_label("Status").get_by_role("option", name="Closed")).to_have_count(0)


def test_a_member_sees_only_what_was_given_to_them(workplace, admin):
    create_task(admin, "For Jonas only", assignee=JONAS)
    page = workplace.visit(JONAS)
    expect(card(page, "For Jonas only")).to_be_visible()
    create_task(admin, "For nobody yet")
    page.reload()
    expect(card(page, "For Jonas only")).to_be_visible()
    expect(card(page, "For nobody yet")).to_have_count(0)


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        ("/people", "Only admins see the list of people."),
        ("/trash", "Only admins see deleted tasks."),
        ("/deliveries", "Only admins see and resend failed deliveries."),
        ("/tasks/new", "Only admins create tasks."),
    ],
)
def test_an_address_typed_by_hand_names_the_rule(workplace, path, rule):
    page = workplace.visit(JONAS, path=path)
    expect(page.get_by_text("Not allowed")).to_be_visible()
    expect(page.get_by_text(rule)).to_be_visible()


def test_a_task_of_somebody_else_does_not_exist(workplace, admin, complaints):
    complaints.expect(r"status of 404")
    create_task(admin, "Not for Jonas")
    card(admin, "Not for Jonas").click()
    expect(admin.get_by_role("dialog", name="Not for Jonas")).to_be_visible()
    page = workplace.visit(JONAS, path=admin.url.removeprefix(workplace.url))
    expect(page.get_by_text("There is no such task")).to_be_visible()


def test_an_address_that_leads_nowhere_says_so(admin):
    admin.goto("/nowhere")
    expect(admin.get_by_text("There is nothing at this address")).to_be_visible()


def test_an_admin_makes_a_member_an_admin_and_back(workplace, admin, complaints):
    complaints.expect(r"status of 40[01]")  # the new role ends the sessions of the old one
    admin.get_by_role("link", name="People").click()
    role = admin.get_by_label("Role of Priya Nair")
    role.select_option("ADMIN")
    expect(role).to_be_enabled()
    page = workplace.visit(PRIYA)
    expect(page.get_by_role("link", name="New task")).to_be_visible()
    role.select_option("MEMBER")
    expect(role).to_be_enabled()
    expect(role).to_have_value("MEMBER")


def test_a_deactivated_person_cannot_sign_in_until_they_are_activated(admin, open_page, complaints):
    complaints.expect(r"status of 400")
    admin.get_by_role("link", name="People").click()
    row = admin.get_by_role("listitem").filter(has_text="priya@example.com")
    row.get_by_role("button", name="Deactivate").click()
    expect(row.get_by_text("Deactivated")).to_be_visible()
    page = open_page()
    fill_in_sign_in(page, "priya@example.com", "Relayboard1")
    expect(page.get_by_role("alert")).to_be_visible()
    row.get_by_role("button", name="Activate").click()
    expect(row.get_by_role("button", name="Deactivate")).to_be_visible()
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Account of Priya Nair")).to_be_visible()


def test_the_last_admin_cannot_step_down(admin, complaints):
    complaints.expect(r"status of 4\d\d")
    admin.get_by_role("link", name="People").click()
    role = admin.get_by_label("Role of Maya Okafor")
    role.select_option("MEMBER")
    expect(admin.get_by_role("status").filter(has_text="This is the last active admin.")).to_be_visible()
    expect(role).to_have_value("ADMIN")
