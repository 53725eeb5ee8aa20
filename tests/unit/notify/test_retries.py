from datetime import timedelta

from relayboard.notify.retries import Retries, around_a_day_by_minutes


def test_the_pause_doubles_up_to_the_longest():
    retries = Retries(first=timedelta(seconds=1), longest=timedelta(seconds=10), draw=lambda: 1.0)
    assert [retries.pause(n).total_seconds() for n in range(1, 7)] == [1, 2, 4, 8, 10, 10]


def test_the_pause_is_any_share_of_its_bound():
    retries = Retries(first=timedelta(seconds=1), draw=lambda: 0.25)
    assert retries.pause(3) == timedelta(seconds=1)


def test_even_a_thousandth_attempt_has_a_pause():
    assert Retries(draw=lambda: 1.0).pause(1000) == timedelta(minutes=5)


def test_attempts_are_used_up_at_their_number():
    retries = Retries(attempts=3)
    assert [retries.are_used_up(n) for n in (2, 3, 4)] == [False, True, True]


def test_mail_is_tried_for_about_a_day_and_never_more_than_five_minutes_apart():
    retries = around_a_day_by_minutes()
    pauses = [retries.pause(attempts).total_seconds() for attempts in range(1, retries.attempts)]
    assert max(pauses) <= 300
    assert 22 < sum(pauses) / 3600 < 26
