"""AWS's Query protocol: XML beside the standard library's reader, and errors in their forms."""

from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relayboard.adapters.aws_calls import UNREACHABLE, CallFailed
from relayboard.adapters.aws_endpoints import Service
from relayboard.adapters.aws_query import Element, QueryCalls, read_xml
from tests.support.http_listener import Listener, answer
from tests.support.signed_http import signed_http

TEXTS = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cc", "Cn"]), max_size=20)
TREES = st.recursive(
    st.tuples(st.sampled_from("abc"), TEXTS, st.just([])),
    lambda inner: st.tuples(st.sampled_from("abc"), TEXTS, st.lists(inner, max_size=3)),
    max_leaves=12,
)


def written(tree) -> ElementTree.Element:
    name, text, children = tree
    element = ElementTree.Element(name, {"x": text})
    element.text = text
    element.extend(map(written, children))
    return element


def read(element: Element):
    return (element.name, element.text, [read(child) for child in element.children])


@settings(deadline=None)
@given(TREES, st.sampled_from(["utf-8", "us-ascii", "utf-16"]))
def test_documents_are_read_as_they_were_written(tree, encoding: str) -> None:
    found = read_xml(ElementTree.tostring(written(tree), encoding=encoding))
    assert found is not None
    assert read(found) == (tree[0], tree[1], [*map(tuple, tree[2])])


NO_DOCUMENTS = {
    "nothing": b"",
    "a half": b"<a><b></b>",
    "two": b"<a/><b/>",
    "no XML": b'{"a": 1}',
    "a DTD": b'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>',
    "an entity from a file": b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><a>&e;</a>',
    "an entity of nobody's": b"<a>&e;</a>",
}


@pytest.mark.parametrize("document", NO_DOCUMENTS.values(), ids=NO_DOCUMENTS)
def test_what_is_no_document_of_aws_is_none(document: bytes) -> None:
    assert read_xml(document) is None


def failure(reply: bytes) -> CallFailed:
    with Listener(lambda _: [reply]) as server, pytest.raises(CallFailed) as failed:
        QueryCalls(signed_http(Service.SNS, server.url), "2010-03-31").call("Publish", {})
    return failed.value


ERROR = "<Error><Type>Sender</Type><Code>Throttling</Code><Message>slowly &amp; softly</Message></Error>"
FORMS = {
    "a service": f'<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">{ERROR}</ErrorResponse>',
    "what stands before it": f"<Response><Errors>{ERROR}</Errors></Response>",
    "an error alone": ERROR,
}


@pytest.mark.parametrize("document", FORMS.values(), ids=FORMS)
def test_an_error_is_told_in_whatever_form_it_comes(document: str) -> None:
    told = failure(answer(document.encode(), status=400))
    assert (str(told), told.status) == ("Throttling: slowly & softly", 400)
    assert told.is_throttled


def test_an_error_that_is_no_xml_leaves_unsure() -> None:
    told = failure(answer(b"busy", status=503))
    assert (told.code, told.is_unsure) == ("HTTP 503", True)


@pytest.mark.parametrize("body", [b"", b"<html/>", b"<OtherResponse/>", b"<PublishResponse>"])
def test_an_answer_to_something_else_is_none(body: bytes) -> None:
    assert failure(answer(body)).code == UNREACHABLE
