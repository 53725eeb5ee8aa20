"""The documentation page."""

import json
import re
import shlex
from html.parser import HTMLParser

import msgspec
import pytest

from relayboard.api.docs_page import DOCS_CSS, docs_html
from relayboard.api.openapi import document
from relayboard.api.routes import ROUTES

VOID = {"meta", "link", "wbr"}


class Reader(HTMLParser):
    """Collects what a browser would see, and complains about elements that are not closed."""

    def __init__(self, page):
        super().__init__()
        self.elements, self.text, self.open = [], [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)

    def values(self, attribute):
        return [attributes[attribute] for _, attributes in self.elements if attribute in attributes]


@pytest.fixture(scope="module")
def page():
    return Reader(docs_html(document()))


def commands(page):
    return [text for text in page.text if text.startswith("curl")]


def test_every_element_is_closed(page):
    assert page.open == []


def test_every_operation_has_an_article_and_stands_in_the_contents(page):
    articles = {attributes.get("id") for tag, attributes in page.elements if tag == "article"}
    links = page.values("href")
    for route in ROUTES:
        assert route.operation in articles
        assert links.count(f"#{route.operation}") == 2


def test_every_link_within_the_page_leads_somewhere_and_no_place_has_two_names_alike(page):
    names = page.values("id")
    assert len(names) == len(set(names))
    targets = {link[1:] for link in page.values("href") if link.startswith("#")}
    assert targets <= set(names)


def test_the_page_obeys_a_policy_without_inline_styles_and_scripts(page):
    tags = {tag for tag, _ in page.elements}
    attributes = {name for _, found in page.elements for name in found}
    assert not tags & {"script", "style", "iframe", "img"}
    assert "style" not in attributes
    assert not [name for name in attributes if name.startswith("on")]


def test_nothing_is_fetched_from_elsewhere(page):
    links = [found["href"] for tag, found in page.elements if tag == "link"]
    assert sorted(links) == ["/docs/docs.css", "/favicon.svg"]
    assert not re.search(r"url\(|@import|https?:", DOCS_CSS)


def test_the_style_sheet_knows_dark_and_every_class_of_the_page(page):
    classes = {name for value in page.values("class") for name in value.split()}
    assert "prefers-color-scheme: dark" in DOCS_CSS
    assert {name for name in classes if f".{name}" not in DOCS_CSS} == set()


def test_there_is_one_command_for_each_operation_which_a_shell_can_read(page):
    assert len(commands(page)) == len(ROUTES)
    for command in commands(page):
        words = shlex.split(command)
        bodies = [words[number + 1] for number, word in enumerate(words) if word == "-d"]
        assert all(isinstance(json.loads(body), dict) for body in bodies)


def test_the_commands_bodies_are_what_the_endpoints_take(page):
    # Parsed by the very structs of the routes: a wrong example fails here, not at a reader's desk.
    by_target = {(route.method, f"/api/v1{_variables(route.path)}"): route for route in ROUTES if route.body}
    seen = set()
    for command in commands(page):
        words = shlex.split(command)
        if "-d" in words:
            target = (words[words.index("-X") + 1], words[3].removeprefix("$SERVER"))
            msgspec.json.decode(words[words.index("-d") + 1], type=by_target[target].body)
            seen.add(target)
    assert seen == set(by_target)


def _variables(path):
    return re.sub(r"\{(\w+)\}", lambda found: "$" + re.sub(r"([A-Z])", r"_\1", found[1]).upper(), path)


def test_public_operations_ask_for_no_token(page):
    assert 'curl "$SERVER/api/v1/health"' in commands(page)
    without = [command for command in commands(page) if "$TOKEN" not in command]
    assert len(without) == sum(route.action is None for route in ROUTES)


def test_the_page_says_who_may_in_words(page):
    text = " ".join(" ".join(page.text).split())
    assert "Admins; members for the tasks assigned to them" in text
    assert "Only admins create tasks." in text
    assert "everybody, signed in or not" in text
    assert "Everybody for what is theirs" in text


def test_limits_and_defaults_of_fields_are_named(page):
    text = " ".join(" ".join(page.text).split())
    assert "text, 1–200 characters, one line, not blank" in text
    assert "default MEDIUM" in text
    assert "list, at most 25 of text" in text


def test_hostile_text_of_the_document_stays_text():
    hostile = document()
    hostile["info"]["title"] = "<script>alert(1)</script>"
    hostile["paths"]["/tasks"]["get"]["summary"] = '`</code><img src=x onerror="alert(1)">` & "more"'
    hostile["components"]["schemas"]["CreateTask"]["properties"]["title"]["examples"] = ["it's </pre><b>"]
    page = Reader(docs_html(hostile))
    assert not {"script", "img"} & {tag for tag, _ in page.elements}
    assert '</code><img src=x onerror="alert(1)">' in page.text
    created = next(command for command in commands(page) if "-X POST" in command and "it" in command)
    assert json.loads(shlex.split(created)[-1])["title"] == "it's </pre><b>"
