"""Forgotten and changed passwords."""

from relayboard.ports.outbox import AccountMailKind
from tests.unit.local_pool.refusals import refused
from tests.unit.local_pool.world import ANN, BOB, NOBODY, OTHER_PASSWORD, PASSWORD, World, other_than

HOUR = 3600


def recover(world: World, email: str = ANN, code: str | None = None, password: str = OTHER_PASSWORD) -> None:
    code = code or world.mailed_code(email)
    world.call("ConfirmForgotPassword", Username=email, ConfirmationCode=code, Password=password)


def test_a_mailed_code_sets_a_new_password(world: World) -> None:
    world.person()
    answer = world.call("ForgotPassword", Username=ANN)
    recover(world)
    assert answer["CodeDeliveryDetails"]["Destination"] == "a***@t***"
    assert world.tokens(password=OTHER_PASSWORD)
    with refused("NotAuthorizedException"):
        world.sign_in(password=PASSWORD)


def test_an_unknown_address_gets_the_same_answers(world: World) -> None:
    world.person()
    known, unknown = (world.call("ForgotPassword", Username=address) for address in (ANN, "all@team.example"))
    assert known == unknown
    assert world.mails_to("all@team.example") == []
    for address in (ANN, "all@team.example"):
        for _ in range(5):
            with refused("CodeMismatchException"):
                recover(world, address, other_than(world.mailed_code(ANN)))
        with refused("LimitExceededException"):
            recover(world, address, other_than(world.mailed_code(ANN)))


def test_an_unknown_address_costs_no_fewer_writes(world: World) -> None:
    world.person()
    written = []

    class Counting:
        def __init__(self) -> None:
            self.write_to = world.table.write

        def __call__(self, *writes: object) -> None:
            written.append(len(writes))
            self.write_to(*writes)  # type: ignore[arg-type]  # passed on as they came

    world.table.write = Counting()  # type: ignore[method-assign]  # watches, and passes on
    world.call("ForgotPassword", Username=ANN)
    world.call("ForgotPassword", Username=NOBODY)
    assert len(written) == 2


def test_a_code_works_once(world: World) -> None:
    world.person()
    world.call("ForgotPassword", Username=ANN)
    code = world.mailed_code()
    recover(world, code=code)
    with refused("CodeMismatchException"):
        recover(world, code=code, password="Another secret 3")
    assert world.tokens(password=OTHER_PASSWORD)


def test_a_code_ends_after_an_hour(world: World) -> None:
    world.person()
    world.call("ForgotPassword", Username=ANN)
    world.clock.advance(HOUR)
    with refused("ExpiredCodeException"):
        recover(world)


def test_a_weak_password_does_not_use_the_code_up(world: World) -> None:
    world.person()
    world.call("ForgotPassword", Username=ANN)
    with refused("InvalidPasswordException"):
        recover(world, password="weak")
    recover(world)


def test_recovering_ends_all_sessions(world: World) -> None:
    world.person()
    before = world.tokens()
    world.call("ForgotPassword", Username=ANN)
    recover(world)
    with refused("NotAuthorizedException", "revoked"):
        world.refresh(before["RefreshToken"])


def test_who_reads_the_mail_of_an_unconfirmed_account_confirms_it(world: World) -> None:
    sub = world.sign_up()["UserSub"]
    world.call("ForgotPassword", Username=ANN)
    recover(world)
    assert world.tokens(password=OTHER_PASSWORD)
    assert [joined[0] for joined in world.triggers.joined] == [sub]


def test_an_invited_person_who_lost_the_mail_gets_in(world: World) -> None:
    world.directory.invite(BOB, "Bob")
    world.call("ForgotPassword", Username=BOB)
    recover(world, BOB)
    assert world.tokens(BOB, OTHER_PASSWORD)


def test_a_disabled_account_gets_no_mail_and_the_same_answer(world: World) -> None:
    world.directory.disable(world.person())
    assert world.call("ForgotPassword", Username=ANN)["CodeDeliveryDetails"]
    assert world.mails_to(ANN, AccountMailKind.RESET_PASSWORD) == []


def test_changing_a_password_keeps_this_session_and_ends_the_others(world: World) -> None:
    world.person()
    here, there = world.tokens(), world.tokens()
    change = {"PreviousPassword": PASSWORD, "ProposedPassword": OTHER_PASSWORD}
    world.call("ChangePassword", AccessToken=here["AccessToken"], **change)
    assert world.call("GetUser", AccessToken=here["AccessToken"])
    assert world.refresh(here["RefreshToken"])
    with refused("NotAuthorizedException", "revoked"):
        world.refresh(there["RefreshToken"])
    assert world.tokens(password=OTHER_PASSWORD)


def test_changing_wants_the_old_password_and_a_good_new_one(world: World) -> None:
    world.person()
    token = world.tokens()["AccessToken"]
    with refused("InvalidParameterException", "OldPassword"):
        world.call("ChangePassword", AccessToken=token, ProposedPassword=OTHER_PASSWORD)
    for wrong in (OTHER_PASSWORD, "x" * 300):
        with refused("NotAuthorizedException", "Incorrect username or password."):
            world.call(
                "ChangePassword", AccessToken=token, PreviousPassword=wrong, ProposedPassword=OTHER_PASSWORD
            )
    with refused("InvalidPasswordException"):
        world.call("ChangePassword", AccessToken=token, PreviousPassword=PASSWORD, ProposedPassword="weak")
    assert world.tokens()


def test_changing_a_password_does_not_outlive_a_sign_out_everywhere(world: World) -> None:
    world.person()
    here, there = world.tokens(), world.tokens()
    world.hasher.meanwhile = lambda: world.call("GlobalSignOut", AccessToken=there["AccessToken"])
    change = {"PreviousPassword": PASSWORD, "ProposedPassword": OTHER_PASSWORD}
    with refused("NotAuthorizedException", "revoked"):
        world.call("ChangePassword", AccessToken=here["AccessToken"], **change)
    with refused("NotAuthorizedException", "revoked"):
        world.refresh(here["RefreshToken"])
    assert world.tokens(password=PASSWORD)
