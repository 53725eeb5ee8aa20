"""Getting in, staying in, getting out."""

import base64
import hmac
import re
import struct
import time

from playwright.sync_api import expect

from tests.e2e.people import ADMIN, CLIENT, JONAS, PASSWORD, fill_in_sign_in

NEW_PASSWORD = "Another12345"
REFUSED = r"status of 400"


def test_somebody_new_signs_up_with_the_code_from_the_mailbox(open_page, workplace):
    page = open_page()
    page.get_by_role("link", name="Create an account").click()
    page.get_by_label("Name").fill("Nina Novak")
    page.get_by_label("E-mail").fill("nina@example.com")
    page.get_by_label("Password").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_role("link", name="mailbox")).to_have_attribute("href", "/mailbox")
    page.get_by_label("Code").fill(workplace.code("nina@example.com", "Confirm your address"))
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("Nothing is assigned to you here")).to_be_visible()
    expect(page.get_by_role("button", name="Account of Nina Novak")).to_be_visible()


def test_a_forgotten_password_is_set_anew_with_a_code(open_page, workplace):
    page = open_page("/forgotten-password")
    page.get_by_label("E-mail").fill("tomas@example.com")
    page.get_by_role("button", name="Send a code").click()
    expect(page.get_by_label("Code")).to_be_visible()
    page.get_by_label("Code").fill(workplace.code("tomas@example.com", "Choose a new password"))
    page.get_by_label("New password").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Set password").click()
    expect(page.get_by_role("button", name="Account of Tomás Silva")).to_be_visible()


def test_an_invited_person_chooses_a_password_of_their_own(admin, open_page, workplace):
    admin.get_by_role("link", name="People").click()
    admin.get_by_role("button", name="Invite").click()
    admin.get_by_label("Name").fill("Ida Berg")
    admin.get_by_label("E-mail").fill("ida@example.com")
    admin.get_by_role("dialog").get_by_role("button", name="Invite").click()
    expect(admin.get_by_text("ida@example.com")).to_be_visible()
    letter = workplace.letter("ida@example.com", "password")
    temporary = re.search(r"Your temporary password:\s+(\S+)", letter)
    assert temporary, letter
    page = open_page()
    fill_in_sign_in(page, "ida@example.com", temporary[1])
    page.get_by_label("New password").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("button", name="Account of Ida Berg")).to_be_visible()


def test_a_wrong_password_and_an_unknown_address_read_the_same(open_page, complaints):
    complaints.expect(REFUSED)
    said = []
    for email in (JONAS.email, "nobody@example.com"):
        page = open_page()
        fill_in_sign_in(page, email, "Wrong1234567")
        said.append(page.get_by_role("alert").inner_text())
    assert said[0] == said[1]
    assert "wrong" in said[0]


def test_a_reload_keeps_the_session_and_the_place(workplace):
    page = workplace.sign_in(JONAS, path="/my-tasks")
    page.reload()
    expect(page.get_by_role("heading", name="My tasks")).to_be_visible()


def test_no_token_that_opens_the_api_is_kept_in_storage(workplace):
    page = workplace.sign_in(JONAS)
    kept = page.evaluate("Object.keys(localStorage).concat(Object.keys(sessionStorage))")
    assert kept == ["relayboard.refreshToken"]


def test_two_tabs_share_one_session_and_its_end(workplace):
    page = workplace.visit(JONAS)
    other = page.context.new_page()
    other.goto("/my-tasks")
    expect(other.get_by_role("heading", name="My tasks")).to_be_visible()
    page.get_by_role("button", name="Account of Jonas Weber").click()
    page.get_by_role("menuitem", name="Sign out").click()
    for tab in (page, other):
        expect(tab.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_signed_out_refresh_token_is_dead(workplace, complaints):
    complaints.expect(REFUSED)
    page = workplace.visit(ADMIN)
    token = page.evaluate("localStorage.getItem('relayboard.refreshToken')")
    page.get_by_role("button", name="Account of Maya Okafor").click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.evaluate("token => localStorage.setItem('relayboard.refreshToken', token)", token)
    page.reload()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_password_is_changed_in_the_settings(open_page, workplace, complaints):
    complaints.expect(REFUSED)
    page = workplace.visit(JONAS, path="/settings")
    page.get_by_label("Present password").fill("Wrong1234567")
    page.get_by_label("New password").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_role("alert")).to_have_text("The present password is wrong.")
    page.get_by_label("Present password").fill(PASSWORD)
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_text("Your password is changed.")).to_be_visible()
    page.get_by_label("Present password").fill(NEW_PASSWORD)
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_label("Present password")).to_have_value("")


def test_an_account_with_an_authenticator_app_asks_for_its_code(open_page, workplace):
    email = "otto@example.com"
    workplace.pool("SignUp", ClientId=CLIENT, Username=email, Password=PASSWORD, UserAttributes=[])
    code = workplace.code(email, "Confirm your address")
    workplace.pool("ConfirmSignUp", ClientId=CLIENT, Username=email, ConfirmationCode=code)
    access = workplace.tokens(email)["AccessToken"]
    secret = workplace.pool("AssociateSoftwareToken", AccessToken=access)["SecretCode"]
    workplace.pool("VerifySoftwareToken", AccessToken=access, UserCode=totp(secret))
    on = {"Enabled": True, "PreferredMfa": True}
    workplace.pool("SetUserMFAPreference", AccessToken=access, SoftwareTokenMfaSettings=on)
    page = open_page()
    fill_in_sign_in(page, email, PASSWORD)
    # A code works once, so this is the one that comes next.
    page.get_by_label("Code").fill(totp(secret, steps_ahead=1))
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Nothing is assigned to you here")).to_be_visible()


def totp(secret: str, *, steps_ahead: int = 0) -> str:
    """Return the code that an authenticator app shows (RFC 6238)."""
    step = int(time.time()) // 30 + steps_ahead
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", step), "sha1")
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"
