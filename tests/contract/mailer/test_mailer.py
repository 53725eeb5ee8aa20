from dataclasses import replace

import pytest

from relayboard.ports.mailer import Mail, MailRefused

MAIL = Mail(
    message_id="01ARZ3NDEKTSV4RRFFQ69G5FAV.0123456789abcdef0123@board.example",
    to="ann@a.example",
    to_name="Ann",
    subject="Lead assigned you “Fix the login”",
    text="Größe 大小\n.\n.. dots\nFrom here\n" + "long " * 400 + "\n",
    html="<p>Größe 大小</p>",
    headers={"Auto-Submitted": "auto-generated", "References": "<task-01ARZ3NDEKTSV4RRFFQ69G5FAV@board.example>"},
)


def part(message, kind: str) -> str:
    return message.get_body((kind,)).get_content().replace("\r\n", "\n")


def test_both_parts_arrive_as_they_were_written(post):
    post.mailer.send(MAIL)
    (message,) = post.arrived()
    assert part(message, "plain") == MAIL.text
    assert part(message, "html").strip() == MAIL.html


def test_the_headers_arrive(post):
    post.mailer.send(MAIL)
    (message,) = post.arrived()
    assert message["Subject"] == MAIL.subject
    assert message["To"] == "Ann <ann@a.example>"
    assert message["From"] == "Relayboard <relayboard@board.example>"
    assert message["Message-ID"] == f"<{MAIL.message_id}>"
    assert message["Date"].datetime.isoformat() == "2100-01-01T00:00:00+00:00"
    for name, value in MAIL.headers.items():
        assert message[name] == value


def test_long_hosts_keep_their_ids_whole(post):
    thread = f"<task-01ARZ3NDEKTSV4RRFFQ69G5FAV@{'very-long-name.' * 5}example>"
    unsubscribe = f"<https://{'very-long-name.' * 7}example/settings>"
    headers = {"References": thread, "List-Unsubscribe": unsubscribe}
    post.mailer.send(replace(MAIL, headers=headers, message_id=thread.strip("<>")))
    (message,) = post.arrived()
    assert message["References"] == message["Message-ID"] == thread
    assert message["List-Unsubscribe"] == unsubscribe


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "Hello\r\nBcc: eve@a.example"},
        {"subject": "Hello\nBcc: eve@a.example\n\nbody"},
        {"to_name": "Ann\r\nBcc: eve@a.example"},
        {"to_name": "Ann\u2028Bcc: eve@a.example"},
        {"to_name": 'Ann" <eve@a.example>, "'},
        {"message_id": "id@b>\r\nBcc: eve@a.example"},
        {"headers": {"References": "<a@b>\r\nBcc: eve@a.example"}},
    ],
)
def test_nothing_in_a_value_begins_another_header_or_adds_a_recipient(post, change):
    post.mailer.send(replace(MAIL, **change))
    (message,) = post.arrived()
    assert message["Bcc"] is None
    assert [address.addr_spec for address in message["To"].addresses] == ["ann@a.example"]
    assert part(message, "plain") == MAIL.text


@pytest.mark.parametrize("name", ['Zoë, the "boss"', "大小", "", "a" * 100])
def test_any_name_can_stand_before_an_address(post, name):
    post.mailer.send(replace(MAIL, to_name=name))
    (message,) = post.arrived()
    (address,) = message["To"].addresses
    assert (address.display_name, address.addr_spec) == (name, "ann@a.example")


def test_typed_text_is_never_decoded(post):
    smuggled = "=?utf-8?q?=E2=80=AE?="
    post.mailer.send(replace(MAIL, to_name=smuggled, subject=f"“{smuggled}” {smuggled}"))
    (message,) = post.arrived()
    assert "\u202e" not in message["To"].addresses[0].display_name + message["Subject"]


@pytest.mark.parametrize("address", ["ann+tag@a.example", "o'hara@a.example", "a.b-c_d@sub.a.example"])
def test_usual_addresses_arrive_unchanged(post, address):
    post.mailer.send(replace(MAIL, to=address))
    (message,) = post.arrived()
    assert [one.addr_spec for one in message["To"].addresses] == [address]


def test_a_domain_beyond_ascii_goes_out_as_the_network_knows_it(post):
    post.mailer.send(replace(MAIL, to="ann@bücher.example"))
    (message,) = post.arrived()
    assert message["To"].addresses[0].domain == "xn--bcher-kva.example"


@pytest.mark.parametrize("address", ["ann", "@a.example", "ann@", "ann@a..example", "ann@a.example\r\nBcc: x@y.z"])
def test_an_address_that_none_can_be_is_refused(post, address):
    with pytest.raises(MailRefused):
        post.mailer.send(replace(MAIL, to=address))
    assert post.arrived() == []


def test_each_mail_has_a_receipt(post):
    assert post.mailer.send(MAIL)


def test_the_same_mail_sent_again_has_the_same_id(post):
    post.mailer.send(MAIL)
    post.mailer.send(replace(MAIL, subject="again"))
    assert len({message["Message-ID"] for message in post.arrived()}) == 1
