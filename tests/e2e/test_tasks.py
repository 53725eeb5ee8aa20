"""Writing, changing, deleting and restoring tasks."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.people import ADMIN, JONAS, PRIYA, card, create_task


def open_task(page: Page, title: str):
    card(page, title).click()
    return page.get_by_role("dialog", name=title)


def test_a_new_task_carries_everything_that_was_written(admin):
    admin.get_by_role("link", name="New task").click()
    dialog = admin.get_by_role("dialog", name="New task")
    expect(dialog.get_by_label("Title")).to_be_focused()
    dialog.get_by_label("Title").fill("Write the packing list")
    dialog.get_by_label("Description").fill("For **both** shops:\n\n- cups\n- lids")
    dialog.get_by_label("Priority").select_option("HIGH")
    dialog.get_by_label("Due date").fill("2031-03-30")
    dialog.get_by_label("Labels").fill("shop")
    dialog.get_by_label("Labels").press("Enter")
    for person in (JONAS, PRIYA):
        dialog.get_by_role("button", name="Assign somebody").click()
        dialog.get_by_role("menuitem", name=person.name).click()
    dialog.get_by_role("button", name="Create task").click()
    task = open_task(admin, "Write the packing list")
    expect(task.get_by_text("Sunday, 30 March 2031")).to_be_visible()
    expect(task.get_by_text("High", exact=True)).to_be_visible()
    expect(task.get_by_role("listitem").filter(has_text="cups")).to_be_visible()
    for text in ("shop", JONAS.name, PRIYA.name):
        expect(task.get_by_text(text, exact=True).first).to_be_visible()


def test_a_task_created_by_an_answer_that_was_lost_is_there_once(admin, complaints):
    complaints.expect(r"ERR_FAILED")
    lost = []

    def lose_first(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch())
            route.abort()
        else:
            route.continue_()

    admin.route("**/api/v1/tasks", lose_first)
    create_task(admin, "Send the invoice once")
    admin.reload()
    expect(card(admin, "Send the invoice once")).to_have_count(1)
    assert len(lost) == 1


def test_assigning_and_unassigning_shows_in_the_history(admin):
    title = "Repaint the sign"
    create_task(admin, title)
    task = open_task(admin, title)
    task.get_by_role("button", name="Assign somebody").click()
    task.get_by_role("menuitem", name=JONAS.name).click()
    task.get_by_role("button", name=f"Unassign {JONAS.name}").click()
    expect(task.get_by_text("Nobody yet")).to_be_visible()
    expect(task.get_by_text(f"Maya Okafor took it from {JONAS.name}")).to_be_visible()


def test_a_deleted_task_comes_back_with_undo(admin):
    title = "Throw this away by mistake"
    create_task(admin, title)
    open_task(admin, title).get_by_role("button", name="Delete", exact=True).click()
    expect(card(admin, title)).to_have_count(0)
    admin.get_by_role("button", name="Undo").click()
    expect(card(admin, title)).to_be_visible()
    admin.reload()
    expect(card(admin, title)).to_be_visible()


def test_the_trash_gives_back_what_was_deleted(admin):
    title = "Throw this away for now"
    create_task(admin, title)
    open_task(admin, title).get_by_role("button", name="Delete", exact=True).click()
    expect(admin.get_by_text(f"Deleted “{title}”.")).to_be_visible()
    admin.get_by_role("link", name="Trash").click()
    admin.get_by_role("button", name=f"Restore {title}").click()
    expect(admin.get_by_role("button", name=f"Restore {title}")).to_have_count(0)
    admin.get_by_role("link", name="Board", exact=True).click()
    expect(card(admin, title)).to_be_visible()


def test_an_edit_overtaken_by_another_keeps_what_was_typed(workplace, complaints):
    complaints.expect(r"status of 412")
    title = "Plan the tasting"
    slow = workplace.visit(ADMIN)
    create_task(slow, title)
    quick = workplace.visit(ADMIN)
    mine = open_task(slow, title)
    mine.get_by_role("button", name="Edit", exact=True).click()
    mine.get_by_label("Description").fill("Ten guests, two hours.")
    theirs = open_task(quick, title)
    theirs.get_by_role("button", name="Edit", exact=True).click()
    theirs.get_by_label("Title").fill("Plan the spring tasting")
    theirs.get_by_role("button", name="Save").click()
    expect(quick.get_by_role("dialog", name="Plan the spring tasting")).to_be_visible()

    mine = slow.get_by_role("dialog")
    mine.get_by_role("button", name="Save", exact=True).click()
    alert = mine.get_by_role("alert")
    expect(alert).to_contain_text("Maya Okafor changed this task while you were writing")
    expect(alert).to_contain_text("Title is now “Plan the spring tasting”")
    expect(mine.get_by_label("Description")).to_have_value("Ten guests, two hours.")
    alert.get_by_role("button", name="Save mine all the same").click()
    expect(mine.get_by_text("Ten guests, two hours.")).to_be_visible()
    expect(slow.get_by_role("heading", name="Plan the spring tasting")).to_be_visible()


def test_a_task_opens_cold_and_closing_it_leads_to_the_board(admin):
    title = "Answer the landlord"
    create_task(admin, title)
    open_task(admin, title)
    admin.reload()
    expect(admin.get_by_role("dialog", name=title)).to_be_visible()
    admin.keyboard.press("Escape")
    expect(admin.get_by_role("dialog")).to_have_count(0)
    expect(card(admin, title)).to_be_visible()


def test_closing_a_task_gives_the_focus_back_to_its_card(admin):
    title = "Sweep the yard"
    create_task(admin, title)
    card(admin, title).focus()
    admin.keyboard.press("Enter")
    expect(admin.get_by_role("dialog", name=title)).to_be_visible()
    admin.keyboard.press("Escape")
    expect(card(admin, title)).to_be_focused()


def test_people_talk_about_a_task(workplace, admin):
    title = "Choose the napkins"
    create_task(admin, title, assignee=JONAS)
    page = workplace.visit(JONAS)
    task = open_task(page, title)
    task.get_by_label("New comment").fill("The brown ones, **please**.")
    task.get_by_role("button", name="Comment", exact=True).click()
    expect(task.get_by_role("region", name="Comments").get_by_text("please", exact=True)).to_be_visible()
    expect(task.get_by_label("New comment")).to_have_value("")
    task.get_by_role("region", name="Comments").get_by_role("button", name="Edit").click()
    task.get_by_label("Comment", exact=True).fill("The white ones.")
    task.get_by_role("button", name="Save").click()
    expect(task.get_by_text("The white ones.")).to_be_visible()
    task.get_by_role("region", name="Comments").get_by_role("button", name="Delete").click()
    expect(task.get_by_text("The white ones.")).to_have_count(0)


def test_ones_own_list_holds_what_was_given_and_what_was_noted(workplace, admin):
    create_task(admin, "Label the shelves", assignee=PRIYA)
    page = workplace.visit(PRIYA, path="/my-tasks")
    expect(page.get_by_role("link", name="Label the shelves")).to_be_visible()
    page.get_by_label("New personal task").fill("Buy a birthday card")
    page.get_by_role("button", name="Add").click()
    row = page.get_by_role("listitem").filter(has_text="Buy a birthday card")
    expect(row.get_by_text("Personal")).to_be_visible()
    row.get_by_role("button", name="Edit Buy a birthday card").click()
    page.get_by_label("Due date").fill("2031-01-02")
    page.get_by_role("button", name="Save").click()
    expect(row).to_contain_text(re.compile("2 Jan 2031"))
    row.get_by_role("button", name="Delete Buy a birthday card").click()
    expect(row).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(row).to_be_visible()
    row.get_by_role("checkbox").click()
    expect(page.get_by_text(re.compile("^Done"))).to_be_visible()


def test_notices_are_counted_and_marked_as_read(workplace, admin):
    create_task(admin, "Measure the window", assignee=JONAS)
    page = workplace.visit(JONAS, path="/notices")
    expect(page.get_by_role("link", name=re.compile("Measure the window"))).to_be_visible()
    expect(page.get_by_role("link", name=re.compile(r"^Notices, \d+\+? unread"))).to_be_visible()
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.get_by_role("link", name="Notices", exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Mark all as read")).to_have_count(0)
