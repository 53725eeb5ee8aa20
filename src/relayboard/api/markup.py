"""HTML that cannot forget to escape: everything is escaped unless it is HTML already."""

from html import escape

_VOID = frozenset({"link", "meta"})


class Html(str):
    """Text that is HTML already; only `tag`, `joined` and `prose` make it."""

    __slots__ = ()


def tag(name: str, /, *children: str, **attributes: str | None) -> Html:
    """Return an element.

    Args:
        children: HTML, or text that will be escaped.
        attributes: `class_` is `class`, `aria_label` is `aria-label`; `None` leaves one out.
    """
    shown = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _VOID:
        return Html(f"<{name}{shown}>")
    return Html(f"<{name}{shown}>{joined(*children)}</{name}>")


def joined(*children: str) -> Html:
    """Return children one after the other."""
    return Html("".join(child if isinstance(child, Html) else escape(child, quote=False) for child in children))


def prose(text: str) -> Html:
    """Return a sentence in which what stands between backticks is code."""
    parts = text.split("`")
    return joined(*(tag("code", part) if number % 2 else part for number, part in enumerate(parts)))
