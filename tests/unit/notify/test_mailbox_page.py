from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from relayboard.adapters.mailbox_mailer import MailboxMailer
from relayboard.local.mailbox_page import mailbox_app
from relayboard.ports.mailer import Mail
from tests.support.clock import HandClock


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    clock = HandClock()
    mailer = MailboxMailer(tmp_path / "mailbox", sender="Relayboard <relayboard@localhost>", clock=clock)
    for number, to in enumerate(["ann@a.example", "bob@a.example", "ann@a.example"]):
        clock.advance(1)
        mailer.send(
            Mail(
                message_id=f"{number}@board.example",
                to=to,
                to_name="Ann",
                subject=f"Mail {number} <b>",
                text=f"text {number}",
                html=f"<html><head></head><body><p>html {number}</p></body></html>",
            )
        )
    return tmp_path / "mailbox"


@pytest.fixture
def browser(folder: Path) -> TestClient:
    return TestClient(Starlette(routes=[Mount("/mailbox", mailbox_app(folder))]))


def test_the_list_is_newest_first(browser):
    items = browser.get("/mailbox/messages.json").json()["items"]
    assert [item["text"].strip() for item in items] == ["text 2", "text 1", "text 0"]
    assert set(items[0]) == {"id", "to", "subject", "sentAt", "text"}
    assert items[0]["sentAt"] == "2100-01-01T00:00:03+00:00"


def test_the_list_can_be_of_one_address(browser):
    items = browser.get("/mailbox/messages.json", params={"to": "Bob@a.example"}).json()["items"]
    assert [item["to"] for item in items] == ["bob@a.example"]


def test_the_page_links_every_mail_and_escapes_what_it_shows(browser):
    page = browser.get("/mailbox/")
    assert "Mail 0 &lt;b&gt;" in page.text
    assert "<b>" not in page.text
    for item in browser.get("/mailbox/messages.json").json()["items"]:
        assert f'href="/mailbox/{item["id"]}"' in page.text


def test_a_mail_is_shown_in_a_frame_that_may_do_nothing(browser):
    newest = browser.get("/mailbox/messages.json").json()["items"][0]["id"]
    page = browser.get(f"/mailbox/{newest}")
    assert f'src="/mailbox/{newest}/html" sandbox=' in page.text
    assert "text 2" in page.text
    body = browser.get(f"/mailbox/{newest}/html")
    assert "<p>html 2</p>" in body.text
    assert '<base target="_blank">' in body.text
    policy = body.headers["content-security-policy"]
    assert policy.startswith("sandbox ")
    assert "default-src 'none'" in policy
    assert "allow-scripts" not in policy + page.text


def test_a_mail_can_be_had_as_it_went_out(browser, folder):
    newest = sorted(folder.glob("*.eml"))[-1]
    answer = browser.get(f"/mailbox/{newest.stem}/raw")
    assert answer.content == newest.read_bytes()
    assert answer.headers["content-type"].startswith("text/plain")


def test_the_style_is_a_file_of_its_own(browser):
    page = browser.get("/mailbox/")
    assert '<link rel="stylesheet" href="/mailbox/mailbox.css">' in page.text
    assert "style=" not in page.text
    assert "<script" not in page.text
    assert browser.get("/mailbox/mailbox.css").headers["content-type"].startswith("text/css")


@pytest.mark.parametrize(
    "name",
    ["nothing", "..", "%2e%2e", "..%2fsecret", "..%2f..%2fsecret", "%2e%2e%2fsecret", "2-..%2fsecret", "2-%00"],
)
@pytest.mark.parametrize("part", ["", "/html", "/raw"])
def test_there_is_no_way_out_of_the_folder(browser, folder, name, part):
    (folder.parent / "secret.eml").write_text("Subject: secret\n\nsecret")
    answer = browser.get(f"/mailbox/{name}{part}")
    assert "secret" not in answer.text or answer.status_code == 404
    assert "Subject: secret" not in answer.text


def test_an_empty_mailbox_says_so(tmp_path):
    browser = TestClient(mailbox_app(tmp_path / "none"))
    assert browser.get("/messages.json").json() == {"items": []}
    assert "No mail yet." in browser.get("/").text
