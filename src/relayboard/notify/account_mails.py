"""Mails of the user pool: codes, invitations, and word to those who have an account already."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from relayboard.notify.plain_text import isolated, one_line
from relayboard.notify.rendering import rendered
from relayboard.notify.site import Site
from relayboard.notify.wording import NAME_SHOWN, day
from relayboard.ports.mailer import Mail
from relayboard.ports.outbox import AccountMailKind
from relayboard.store.outbox import Queued

_LINK_LIKE = re.compile(r"[/@:\\]|\w[.\u3002\uff0e\uff61]\w|\d{4}")


@dataclass(frozen=True, slots=True)
class _Words:
    """What a kind of mail says; `secret` names the code or password, or is empty when there is none."""

    subject: str
    what: str
    secret: str
    ignore: str
    link_text: str


_WORDS: Mapping[AccountMailKind, _Words] = MappingProxyType(
    {
        AccountMailKind.CONFIRM_SIGN_UP: _Words(
            "Confirm your address for {product}",
            "Enter this code to finish signing up.",
            "Your code",
            "If you did not sign up, ignore this mail: without the code nothing happens.",
            "Open {product}",
        ),
        AccountMailKind.RESET_PASSWORD: _Words(
            "Choose a new password for {product}",
            "Enter this code together with your new password.",
            "Your code",
            "If you did not ask for it, ignore this mail: your password stays as it is.",
            "Open {product}",
        ),
        AccountMailKind.INVITATION: _Words(
            "You are invited to {product}",
            "Sign in with your e-mail address and this temporary password. You then choose your own.",
            "Your temporary password",
            "If you do not know what this is about, ignore this mail.",
            "Sign in",
        ),
        AccountMailKind.ALREADY_REGISTERED: _Words(
            "You already have an account at {product}",
            "Somebody, probably you, tried to sign up with this address. It has an account already: sign in, "
            "or choose a new password if you have forgotten yours.",
            "",
            "If it was not you, ignore this mail: nothing has changed.",
            "Sign in",
        ),
    }
)


class AccountMails:
    """Writes mails of the user pool for one installation."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def of(self, queued: Queued) -> Mail:
        """Return the mail that stands in the outbox."""
        mail, words, product = queued.mail, _WORDS[queued.mail.kind], self._site.product
        subject = words.subject.format(product=product)
        text, html = rendered(
            "account",
            product=product,
            home=self._site.home,
            headline=subject,
            name=_greeted(mail.name),
            what=words.what,
            secret_name=words.secret,
            secret=mail.secret if words.secret else "",
            until=_moment(mail.expires_at),
            ignore=words.ignore,
            link=self._site.home,
            link_text=words.link_text.format(product=product),
        )
        return Mail(
            message_id=f"{queued.id}@{self._site.host}",
            to=mail.email,
            to_name=one_line(mail.name, longest=NAME_SHOWN),
            subject=subject,
            text=text,
            html=html,
            headers={"Auto-Submitted": "auto-generated"},
        )


def _greeted(name: str) -> str:
    """Return a name as a mail greets it, or nothing.

    Anybody can sign up with anybody's address: what programs would make a link of, or people take for a code, is
    not said to a stranger.
    """
    line = one_line(name, longest=NAME_SHOWN)
    return "" if _LINK_LIKE.search(line) else isolated(line)


def _moment(moment: datetime) -> str:
    return f"{moment:%H:%M} UTC on {day(moment.date())}"
