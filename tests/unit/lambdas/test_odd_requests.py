"""Whatever is sent, both homes answer alike."""

from urllib.parse import urlencode

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relayboard.api.routes import ROUTES
from tests.support.world import NOWHERE
from tests.unit.api.odd_requests import odd_bodies, odd_headers, odd_queries
from tests.unit.lambdas.test_rest_api import Homes, told

PARTS = {"taskId": "{task}", "commentId": NOWHERE, "userId": "ann", "boardId": "main", "file": "never-was.ics"}
# An answer that holds a secret is another each time.
REPEATABLE = [route for route in ROUTES if not route.is_secret]


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_both_homes_answer_odd_requests_alike(data):
    route = data.draw(st.sampled_from(REPEATABLE))
    ids = {name: data.draw(st.sampled_from([PARTS[name], NOWHERE, "%00", "a%2Fb"])) for name in route.parameters}
    query = urlencode(data.draw(odd_queries()))
    given_headers = {name: value for name, value in data.draw(odd_headers).items() if _can_be_sent(value)}
    body = data.draw(odd_bodies(route.operation)) if route.body else b""
    token = data.draw(st.sampled_from(["lead", "lead", "ann", None]))
    answers = []
    for home in ("on_one_machine", "on_aws"):
        homes = Homes()
        path = route.path.format(**ids).replace("{task}", homes.task)
        how = {"base64_encoded": True} if home == "on_aws" and not _is_text(body) else {}
        answer = getattr(homes, home)(
            route.method, f"{path}?{query}", token=token, headers=given_headers, body=body, **how
        )
        answers.append(told(homes, answer))
    assert answers[0] == answers[1]


def _can_be_sent(value):
    return all(" " <= letter <= "\xff" for letter in value)


def _is_text(body):
    try:
        return body.decode().encode() == body
    except UnicodeDecodeError:
        return False
