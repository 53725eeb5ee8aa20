"""Turns a template and its values into the two parts of a mail."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape


def rendered(template: str, **values: object) -> tuple[str, str]:
    """Return a mail's text and HTML parts; in HTML every value is escaped."""
    text = _environment().get_template(f"{template}.txt").render(values)
    html = _environment().get_template(f"{template}.html").render(values)
    return text, html


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("relayboard.notify", "templates"),
        autoescape=select_autoescape(["html"], default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
