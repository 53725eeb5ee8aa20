"""Which modules each function imports when it starts; a module more is time that somebody waits."""

import pytest

from lambda_package.costs import all_functions, modules_of

FUNCTIONS = all_functions()
NEVER = {
    "argon2",
    "asyncio",
    "boto3",
    "botocore",
    "concurrent.futures",
    "dataclasses",
    "inspect",
    "joserfc",
    "relayboard.local",
    "sqlite3",
    "starlette",
    "urllib.request",
    "uvicorn",
}
WITH_TEMPLATES = {"channel-email", "schedule-retries"}
# Of ours; each is a file to be found and read.
MOST = {
    "api-public": 45,
    "api-list-tasks": 83,
    "api-create-task": 93,
    "api-get-task": 83,
    "trigger-pre-sign-up": 20,
}


@pytest.fixture(scope="module")
def imported(unpacked_package):
    return {name: modules_of(function, unpacked_package) for name, function in FUNCTIONS.items()}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_imports_nothing_that_it_has_no_need_of(imported, name):
    # Templates bring more of the standard library with them.
    allowed = {"inspect"} if name in WITH_TEMPLATES else set()
    assert imported[name] & NEVER <= allowed


@pytest.mark.parametrize("name", FUNCTIONS)
def test_only_functions_that_write_mails_have_templates(imported, name):
    assert ("jinja2" in imported[name]) == (name in WITH_TEMPLATES)


@pytest.mark.parametrize("name", MOST)
def test_a_function_imports_few_of_our_modules(imported, name):
    ours = [module for module in imported[name] if module.startswith("relayboard")]
    assert len(ours) <= MOST[name], sorted(ours)


def test_an_operation_does_not_bring_those_of_others(imported):
    endpoints = {module for module in imported["api-get-me"] if module.startswith("relayboard.api.endpoints.")}
    assert endpoints == {"relayboard.api.endpoints.profiles"}
    assert "relayboard.adapters.cognito_directory" not in imported["api-read"]
    assert not any(module.startswith("relayboard.adapters") for module in imported["api-public"])
