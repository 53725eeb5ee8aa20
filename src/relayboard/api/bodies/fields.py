"""Fields that several bodies have, with the limits that OpenAPI states too."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from relayboard.domain.people import NAME_MAX
from relayboard.domain.tasks import DESCRIPTION_MAX, TITLE_MAX

# What domain.text refuses, so that one answer names it together with everything else that is wrong.
_BREAKS = r"\x00-\x1f\x7f-\x9f\u2028\u2029"
LINE = rf"^[^{_BREAKS}]*[^{_BREAKS}\s][^{_BREAKS}]*$"
PROSE = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]*$"
Title = Annotated[str, Meta(min_length=1, max_length=TITLE_MAX, pattern=LINE, examples=["Ship the release notes"])]
PersonName = Annotated[str, Meta(min_length=1, max_length=NAME_MAX, pattern=LINE, examples=["Ana Lima"])]
Description = Annotated[str, Meta(max_length=DESCRIPTION_MAX, pattern=PROSE, description="Markdown.")]
DueDate = Annotated[date | None, Meta(description="A calendar day; null for none.", examples=["2026-12-24"])]


class Body(Struct, rename="camel", kw_only=True, forbid_unknown_fields=True):
    """Base of every request body."""
