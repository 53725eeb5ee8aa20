"""Calls to those services of AWS that take forms and answer in XML (AWS Query protocol)."""

from collections.abc import Mapping
from typing import NoReturn
from urllib.parse import urlencode
from xml.parsers.expat import ExpatError, ParserCreate

from relayboard.adapters.aws_calls import UNREACHABLE, CallFailed
from relayboard.adapters.aws_http import SignedHttp

_CONTENT_TYPE = "application/x-www-form-urlencoded; charset=utf-8"


class Element:
    """An element of an answer: its text, and the elements in it."""

    __slots__ = ("children", "name", "text")

    def __init__(self, name: str) -> None:
        self.name = name
        self.text = ""
        self.children: list[Element] = []

    def all(self, *path: str) -> list["Element"]:
        """Return the elements at a path of names below this one."""
        found = [self]
        for name in path:
            found = [child for element in found for child in element.children if child.name == name]
        return found

    def text_of(self, *path: str) -> str:
        """Return the text of the first element at a path; empty where there is none."""
        return next((element.text for element in self.all(*path)), "")


class QueryCalls:
    """A client that tries each call once, used from any number of threads.

    Args:
        version: of the service's API.
    """

    def __init__(self, http: SignedHttp, version: str) -> None:
        self._http = http
        self._version = version

    def call(self, action: str, fields: Mapping[str, str]) -> Element:
        """Do an operation and return the root of its answer.

        Raises:
            CallFailed.
        """
        body = urlencode({"Action": action, "Version": self._version, **fields}).encode()
        answer = self._http.post({"Content-Type": _CONTENT_TYPE}, body)
        found = read_xml(answer.body)
        if answer.status != 200:
            raise _failure(answer.status, found or Element(""))
        if found is None or found.name != f"{action}Response":
            raise CallFailed(UNREACHABLE, f"the answer is no {action}Response")
        return found


def _failure(status: int, found: Element) -> CallFailed:
    # Most services answer <ErrorResponse><Error>…; what stands before them may answer <Response><Errors><Error>….
    error = next(iter(found.all("Error") or found.all("Errors", "Error")), found)
    return CallFailed(error.text_of("Code") or f"HTTP {status}", error.text_of("Message"), status=status)


def read_xml(document: bytes) -> Element | None:
    """Read a document without a DTD, which no answer has; `None` is something else."""
    outside = Element("")
    opened = [outside]

    def start(name: str, _: dict[str, str]) -> None:
        element = Element(name)
        opened[-1].children.append(element)
        opened.append(element)

    def text(data: str) -> None:
        opened[-1].text += data

    parser = ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: opened.pop()
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(document, True)  # noqa: FBT003 - it takes no names
    except (ExpatError, _HasDtd):
        return None
    return outside.children[0]


class _HasDtd(Exception):
    pass


def _refuse(*_: object) -> NoReturn:
    raise _HasDtd
