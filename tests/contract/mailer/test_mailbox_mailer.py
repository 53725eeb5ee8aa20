import stat
from dataclasses import replace

import pytest

from relayboard.adapters.mailbox_mailer import MailboxMailer
from relayboard.ports.mailer import MailerAway
from tests.contract.mailer.conftest import SENDER
from tests.contract.mailer.test_mailer import MAIL
from tests.support.clock import HandClock


def test_files_are_for_their_owner_only_and_complete(tmp_path):
    folder = tmp_path / "mailbox"
    name = MailboxMailer(folder, sender=SENDER, clock=HandClock()).send(MAIL)
    assert [path.name for path in folder.iterdir()] == [name]
    assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_folder_that_cannot_be_written_is_tried_again_later(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    mailer = MailboxMailer(tmp_path / "file" / "mailbox", sender=SENDER, clock=HandClock())
    with pytest.raises(MailerAway):
        mailer.send(MAIL)


def test_names_sort_by_time_and_hold_nothing_that_leads_elsewhere(tmp_path):
    clock = HandClock()
    mailer = MailboxMailer(tmp_path, sender=SENDER, clock=clock)
    names = []
    for number in ("9", "../../1", "5"):
        names.append(mailer.send(replace(MAIL, message_id=f"{number}@x")))
        clock.advance(0.001)
    assert names == sorted(names)
    assert {path.name for path in tmp_path.iterdir()} == set(names)
