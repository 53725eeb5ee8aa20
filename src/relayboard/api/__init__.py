"""HTTP without a server: routes as data, parsing, answers, problems and the OpenAPI document."""
