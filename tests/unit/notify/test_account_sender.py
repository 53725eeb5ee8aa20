from datetime import timedelta

import pytest

from relayboard.notify.account_mails import AccountMails
from relayboard.notify.account_sender import AccountSender
from relayboard.ports.mailer import MailerBusy, MailRefused
from relayboard.ports.outbox import AccountMail, AccountMailKind
from relayboard.ports.table import Put
from relayboard.store.outbox import TableOutbox, queued_of, waiting_mails
from relayboard.store.store import Store
from tests.unit.notify.mortal_table import Killed, MortalTable
from tests.unit.notify.world import ANN, SITE, World


def queue(world: World, kind: AccountMailKind = AccountMailKind.CONFIRM_SIGN_UP, *, name: str = "Ann") -> Put:
    secret = "" if kind is AccountMailKind.ALREADY_REGISTERED else "481516"
    expires_at = world.clock.now() + timedelta(hours=1)
    mail = AccountMail(kind=kind, email=ANN.email, name=name, secret=secret, expires_at=expires_at)
    write = TableOutbox(world.clock, world.ulids).write_for(mail)
    world.store.commit([write])
    return write


def sender(world: World, store: Store | None = None) -> AccountSender:
    return AccountSender(
        store or world.store, world.clock, world.postbox, AccountMails(SITE), retries=world.retries
    )


def waiting(world: World) -> int:
    return len(world.store.page(waiting_mails(limit=10), queued_of).items)


@pytest.mark.parametrize("kind", AccountMailKind)
def test_each_kind_is_sent_and_leaves_the_outbox(kind):
    world = World()
    item = queue(world, kind).item
    subscriber = sender(world)
    assert subscriber.wants(item)
    subscriber.handle(item)
    (mail,) = world.postbox.mails
    assert mail.to == ANN.email
    for part in (mail.text, mail.html):
        assert "Hello Ann," in part
        assert "https://board.example" in part
        assert ("481516" in part) == (kind is not AccountMailKind.ALREADY_REGISTERED)
    assert "481516" not in mail.subject
    assert waiting(world) == 0


def test_a_repeated_item_sends_nothing_more():
    world = World()
    item = queue(world).item
    for _ in range(2):
        sender(world).handle(item)
    assert len(world.postbox.mails) == 1


def test_a_mail_that_nobody_handled_is_found_anyway():
    world = World()
    queue(world)
    sender(world).retry_due()
    assert len(world.postbox.mails) == 1


def test_a_busy_server_is_tried_again_later():
    world = World()
    subscriber = sender(world)
    world.postbox.trouble = MailerBusy("421 later")
    subscriber.handle(queue(world).item)
    world.postbox.trouble = None
    assert subscriber.retry_due() > world.clock.now()
    world.clock.advance(1)
    subscriber.retry_due()
    assert len(world.postbox.mails) == 1
    assert subscriber.retry_due() is None


def test_a_mail_whose_sender_died_is_sent_after_the_lease():
    world = World()
    world.postbox.trouble = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        sender(world).handle(queue(world).item)
    world.postbox.trouble = None
    world.clock.advance(60)
    sender(world).retry_due()
    assert len(world.postbox.mails) == 1


@pytest.mark.parametrize("is_after", [False, True], ids=["before the write", "after the write"])
def test_a_death_at_any_write_loses_no_code(is_after):
    for dies_at in range(1, 100):
        world = World()
        item = queue(world).item
        mortal = MortalTable(world.table, dies_at, is_after=is_after)
        try:
            sender(world, Store(mortal)).handle(item)
            assert (dies_at, len(world.postbox.mails)) == (3, 1)  # a claim and a deletion
            return
        except Killed:
            world.clock.advance(60)
            sender(world).retry_due()
        assert len(world.postbox.mails) == (2 if mortal.died_deleting else 1)
        assert waiting(world) == 0


def test_a_mail_of_no_more_use_is_not_sent():
    world = World()
    item = queue(world).item
    world.clock.advance(3600)
    subscriber = sender(world)
    subscriber.handle(item)
    assert subscriber.retry_due() is None
    assert not world.postbox.attempts


def test_a_refused_mail_is_not_tried_again():
    world = World()
    world.postbox.trouble = MailRefused("550 no such user")
    sender(world).handle(queue(world).item)
    assert waiting(world) == 0


def test_a_name_cannot_bring_html_or_another_line():
    world = World()
    sender(world).handle(queue(world, name="<b>Ann\r\nof us").item)
    (mail,) = world.postbox.mails
    assert "<b>" not in mail.html
    assert "Hello <b>Ann of us,\n" in mail.text


@pytest.mark.parametrize(
    "name",
    [
        "You won! https://evil.example/x",
        "Go to evil.example",
        "evil。example",
        "ｅvil．example",
        "mail me@evil.example",
        "C:\\evil",
        "Your code: 000000",
        "Your code is 000000",
    ],
)
def test_a_name_that_programs_would_make_a_link_or_people_a_code_of_is_not_said_to_a_stranger(name):
    world = World()
    sender(world).handle(queue(world, name=name).item)
    (mail,) = world.postbox.mails
    assert "\nHello,\n" in mail.text
    assert "evil" not in mail.text + mail.html
    assert "000000" not in mail.text + mail.html


@pytest.mark.parametrize("name", ["J. R. R. Tolkien", "Dr. Ann Berg", "O'Neil-Smith", "王芳", "Zoë 3"])
def test_other_names_are(name):
    world = World()
    sender(world).handle(queue(world, name=name).item)
    assert f"\nHello {name},\n" in world.postbox.mails[0].text


def test_the_log_names_neither_code_nor_address(caplog):
    world = World()
    caplog.set_level("DEBUG")
    sender(world).handle(queue(world).item)
    (record,) = caplog.records
    assert record.getMessage() == "account_mail_sent"
    assert not {"481516", ANN.email} & {str(value) for value in vars(record).values()}
