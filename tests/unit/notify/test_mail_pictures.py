"""The pictures of mails in the documents: of every kind, and small."""

from pathlib import Path

import pytest

from tests.e2e.mail_pictures import readme
from tests.support.mail_samples import hard_samples, mail_samples

FOLDER = Path("docs/mails")
NAMES = {*mail_samples(), *hard_samples()}


def test_every_kind_of_mail_has_its_picture_and_nothing_else_has():
    assert {path.stem for path in FOLDER.glob("*.png")} == NAMES


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_picture_is_small(name):
    assert (FOLDER / f"{name}.png").stat().st_size < 100 * 1024


def test_the_page_shows_them_all():
    assert (FOLDER / "README.md").read_text(encoding="utf-8") == readme(mail_samples(), hard_samples())
