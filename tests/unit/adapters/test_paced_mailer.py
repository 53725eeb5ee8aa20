"""Mail goes no faster than the operator wants it."""

import threading
from itertools import pairwise

import pytest

from relayboard.adapters.paced_mailer import Pace, PacedMailer
from relayboard.ports.mailer import Mail, MailRefused

MAIL = Mail(message_id="1@a.example", to="ann@a.example", to_name="Ann", subject="s", text="t", html="h")


class Time:
    """Goes on by sleeping."""

    def __init__(self):
        self.seconds = 100.0
        self.slept = []

    def now(self):
        return self.seconds

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.seconds += seconds


class Postbox:
    """Notes when mails come."""

    def __init__(self, time, *, trouble=None):
        self.time = time
        self.trouble = trouble
        self.times = []

    def send(self, mail):
        self.times.append(self.time.now())
        if self.trouble:
            raise self.trouble
        return "250 taken"


def test_mails_in_a_row_are_spread_evenly():
    time = Time()
    post = Postbox(time)
    mailer = PacedMailer(post, Pace(4, now=time.now, sleep=time.sleep))
    assert [mailer.send(MAIL) for _ in range(5)] == ["250 taken"] * 5
    assert [later - earlier for earlier, later in pairwise(post.times)] == [0.25] * 4


def test_the_first_after_a_quiet_time_does_not_wait_and_nothing_is_saved_up():
    time = Time()
    mailer = PacedMailer(Postbox(time), Pace(4, now=time.now, sleep=time.sleep))
    mailer.send(MAIL)
    time.seconds += 60
    mailer.send(MAIL)
    assert time.slept == []
    mailer.send(MAIL)
    assert time.slept == [0.25]


def test_two_mailers_share_a_pace():
    time = Time()
    pace = Pace(4, now=time.now, sleep=time.sleep)
    first, second = Postbox(time), Postbox(time)
    for _ in range(2):
        PacedMailer(first, pace).send(MAIL)
        PacedMailer(second, pace).send(MAIL)
    assert sorted(first.times + second.times) == [100, 100.25, 100.5, 100.75]


def test_turns_of_many_threads_do_not_coincide():
    turns = []
    pace = Pace(1000, now=lambda: 0.0, sleep=turns.append)
    threads = [threading.Thread(target=pace.wait) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(turns) == pytest.approx([number / 1000 for number in range(1, 20)])


def test_trouble_is_passed_on():
    time = Time()
    with pytest.raises(MailRefused):
        PacedMailer(Postbox(time, trouble=MailRefused("550")), Pace(4, now=time.now, sleep=time.sleep)).send(MAIL)
