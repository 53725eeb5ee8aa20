"""The main job, in real browsers: assign it, do it, prove it."""

import re

from playwright.sync_api import expect

from tests.e2e.people import ADMIN, JONAS, card, column, create_task

TITLE = "Call the printer about the posters"


def test_a_task_goes_from_its_admin_to_its_member_and_everybody_hears_of_it(workplace):
    admin = workplace.sign_in(ADMIN)
    create_task(admin, TITLE, assignee=JONAS)

    letter = workplace.letter(JONAS.email, TITLE)
    link = re.search(r"https?://\S+(/tasks/\w+)", letter)
    assert link, "the mail has no link to the task"

    member = workplace.sign_in(JONAS)
    card(member, TITLE).focus()
    member.keyboard.press("Space")
    expect(member.get_by_test_id("announcer")).to_contain_text(f"Grabbed {TITLE}")
    member.keyboard.press("ArrowRight")
    expect(member.get_by_test_id("announcer")).to_contain_text("Moved to In progress")
    member.keyboard.press("Space")
    expect(member.get_by_test_id("announcer")).to_contain_text(f"Dropped {TITLE} in In progress")
    expect(column(member, "In progress").get_by_role("link", name=TITLE)).to_be_focused()

    admin.get_by_role("link", name=re.compile("^Notices")).click()
    notice = admin.get_by_role("link", name=re.compile(f"Jonas Weber moved .*{TITLE}.* to In progress"))
    expect(notice).to_be_visible(timeout=20_000)
    notice.click()

    history = admin.get_by_role("dialog", name=TITLE).get_by_role("region", name="History")
    moved = history.get_by_role("listitem").filter(has_text="Jonas Weber moved it from Open to In progress")
    expect(moved.get_by_role("list", name="Told")).to_contain_text("Maya Okafor")
    expect(moved.get_by_role("list", name="Told")).to_contain_text("inbox sent")
    expect(moved.get_by_role("list", name="Told")).to_contain_text("e-mail taken by the mail server")
    assigned = history.get_by_role("listitem").filter(has_text="Maya Okafor assigned it to Jonas Weber")
    expect(assigned.get_by_role("list", name="Told")).to_contain_text(re.compile(r"Jonas Weber\s*e-mail taken by"))
    expect(history.get_by_text("Maya Okafor created it")).to_be_visible()


def test_the_link_in_the_mail_opens_the_task_cold(workplace):
    admin = workplace.sign_in(ADMIN)
    title = "Order more coffee cups"
    create_task(admin, title, assignee=JONAS)
    link = re.search(r"https?://\S+(/tasks/\w+)", workplace.letter(JONAS.email, title))
    assert link
    member = workplace.sign_in(JONAS, path=link[1])
    expect(member.get_by_role("dialog", name=title)).to_be_visible()
