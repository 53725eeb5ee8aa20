"""Whatever was done by mistake is taken back: by the toast that tells of it, and by the keyboard."""

from playwright.sync_api import Page, expect

from tests.e2e.people import JONAS, card, column, create_task, titles_in


def carry_to_the_right(page: Page, title: str) -> None:
    card(page, title).focus()
    for key in ("Space", "ArrowRight", "Space"):
        page.keyboard.press(key)
    expect(column(page, "In progress").get_by_role("link", name=title)).to_be_visible()


def test_the_toast_takes_a_move_back_to_its_very_place(admin):
    create_task(admin, "Order the napkins")
    create_task(admin, "Order the candles")
    carry_to_the_right(admin, "Order the napkins")
    admin.get_by_role("button", name="Undo").click()
    expect(column(admin, "Open").get_by_role("link", name="Order the napkins")).to_be_visible()
    admin.wait_for_load_state("networkidle")
    admin.reload()
    assert titles_in(admin, "Open")[:2] == ["Order the candles", "Order the napkins"]


def test_the_keyboard_takes_back_one_change_after_the_other(admin):
    title = "Hang up the lanterns"
    create_task(admin, title)
    carry_to_the_right(admin, title)
    card(admin, title).click()
    admin.get_by_role("dialog", name=title).get_by_role("button", name="Delete", exact=True).click()
    expect(card(admin, title)).to_have_count(0)
    admin.keyboard.press("Control+z")
    expect(column(admin, "In progress").get_by_role("link", name=title)).to_be_visible()
    admin.keyboard.press("Control+z")
    expect(column(admin, "Open").get_by_role("link", name=title)).to_be_visible()
    admin.keyboard.press("Control+z")
    expect(admin.get_by_text("There is nothing to undo.")).to_be_visible()
    admin.reload()
    expect(column(admin, "Open").get_by_role("link", name=title)).to_be_visible()


def test_in_an_open_task_assignments_and_edits_are_taken_back(admin):
    title = "Rake the leaves"
    create_task(admin, title)
    card(admin, title).click()
    task = admin.get_by_role("dialog", name=title)
    task.get_by_role("button", name="Assign somebody").click()
    task.get_by_role("menuitem", name=JONAS.name).click()
    expect(task.get_by_role("button", name=f"Unassign {JONAS.name}")).to_be_visible()
    task.get_by_role("button", name="Undo").click()
    expect(task.get_by_text("Nobody yet")).to_be_visible()
    task.get_by_role("button", name="Edit", exact=True).click()
    task.get_by_label("Title").fill("Burn the leaves")
    task.get_by_role("button", name="Save").click()
    edited = admin.get_by_role("dialog", name="Burn the leaves")
    edited.get_by_role("button", name="Undo").click()
    expect(admin.get_by_role("dialog", name=title)).to_be_visible()


def test_undo_while_typing_concerns_only_what_was_typed(admin):
    title = "Carry in the chairs"
    create_task(admin, title)
    carry_to_the_right(admin, title)
    card(admin, title).click()
    box = admin.get_by_label("New comment")
    box.press_sequentially("All of them")
    admin.keyboard.press("Control+z")
    expect(box).not_to_have_value("All of them")
    admin.keyboard.press("Escape")
    expect(column(admin, "In progress").get_by_role("link", name=title)).to_be_visible()


def test_a_refused_move_offers_no_undo(admin, complaints):
    complaints.expect("status of 403")
    title = "Close the shutters"
    create_task(admin, title)
    admin.route("**/status", lambda route: route.fulfill(status=403, json={"status": 403, "detail": "No."}))
    card(admin, title).focus()
    for key in ("Space", "ArrowRight", "Space"):
        admin.keyboard.press(key)
    expect(admin.get_by_text("is back where it was: No.")).to_be_visible()
    expect(admin.get_by_role("button", name="Undo")).to_have_count(0)
    admin.keyboard.press("Control+z")
    expect(admin.get_by_text("There is nothing to undo.")).to_be_visible()
