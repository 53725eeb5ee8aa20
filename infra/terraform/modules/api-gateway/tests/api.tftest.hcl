mock_provider "aws" {
  source = "../../mocks"
}

variables {
  name          = "board-dev"
  user_pool_arn = "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_abc"

  routes = [
    { operation = "getHealth", method = "GET", path = "/health", authenticated = false, group = "public", function = "public" },
    { operation = "createTask", method = "POST", path = "/tasks", authenticated = true, group = "write", body = "Thing", function = "write" },
    { operation = "getTask", method = "GET", path = "/tasks/{taskId}", authenticated = true, group = "read", function = "read" },
  ]

  paths  = { "1" = ["/health", "/tasks"], "2" = ["/tasks/{taskId}"] }
  models = { Thing = "{\"type\":\"object\"}" }

  functions = {
    public = { name = "public", invoke_arn = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/public/invocations", qualifier = null }
    read   = { name = "read", invoke_arn = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/read/invocations", qualifier = null }
    write  = { name = "write", invoke_arn = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/write/invocations", qualifier = "live" }
  }

  allowed_origins   = ["https://board.example.com"]
  method_throttling = { "POST /tasks" = { rate = 5, burst = 10 } }
}

run "asks_for_tokens_where_the_route_says_so" {
  command = plan

  assert {
    condition     = aws_api_gateway_method.this["GET /health"].authorization == "NONE" && aws_api_gateway_method.this["POST /tasks"].authorization == "COGNITO_USER_POOLS"
    error_message = "Health is public, tasks are not."
  }

  assert {
    condition     = aws_api_gateway_method.this["POST /tasks"].authorization_scopes == null
    error_message = "Without scopes the token is an ID token."
  }

  assert {
    condition     = aws_api_gateway_method.this["POST /tasks"].request_models["application/json"] == "Thing" && aws_api_gateway_method.this["GET /tasks/{taskId}"].request_parameters["method.request.path.taskId"]
    error_message = "Bodies and parameters are validated."
  }
}

run "answers_the_preflight_of_every_path" {
  command = plan

  assert {
    condition     = keys(aws_api_gateway_method.preflight) == ["/health", "/tasks", "/tasks/{taskId}"]
    error_message = "Every path has a preflight."
  }

  assert {
    condition     = aws_api_gateway_integration_response.preflight["/tasks"].response_parameters["method.response.header.Access-Control-Allow-Origin"] == "'https://board.example.com'"
    error_message = "The preflight names the page's origin."
  }

  assert {
    condition = alltrue([
      for response in aws_api_gateway_gateway_response.this : response.response_parameters["gatewayresponse.header.Access-Control-Allow-Origin"] == "'https://board.example.com'"
    ])
    error_message = "The page can read what API Gateway itself answers."
  }

  assert {
    condition     = contains(keys(aws_api_gateway_gateway_response.this), "DEFAULT_4XX") && contains(keys(aws_api_gateway_gateway_response.this), "DEFAULT_5XX")
    error_message = "All refusals are covered."
  }
}

run "names_the_origin_that_asked_when_there_are_several" {
  command = plan

  variables {
    allowed_origins = ["https://board.example.com", "http://localhost:5173"]
  }

  assert {
    condition     = strcontains(aws_api_gateway_integration_response.preflight["/tasks"].response_templates["application/json"], "$origin == \"http://localhost:5173\"")
    error_message = "The preflight looks for the origin in the list."
  }

  assert {
    condition     = aws_api_gateway_gateway_response.this["UNAUTHORIZED"].response_parameters["gatewayresponse.header.Access-Control-Allow-Origin"] == "method.request.header.Origin"
    error_message = "A refusal names the origin that asked."
  }
}

run "asks_for_scopes_of_access_tokens" {
  command = plan

  variables {
    api_scopes = { read = "relayboard/read", write = "relayboard/write" }
  }

  assert {
    condition     = aws_api_gateway_method.this["GET /tasks/{taskId}"].authorization_scopes == toset(["relayboard/read"])
    error_message = "A route asks for the scope of its group."
  }
}

run "may_call_its_functions_and_is_held_back" {
  command = plan

  assert {
    condition     = keys(aws_lambda_permission.api) == ["public", "read", "write"] && aws_lambda_permission.api["write"].qualifier == "live"
    error_message = "API Gateway may call each function, by the alias where there is one."
  }

  assert {
    condition     = aws_api_gateway_method_settings.all.settings[0].throttling_rate_limit == 100 && aws_api_gateway_method_settings.particular["POST /tasks"].method_path == "v1/tasks/POST"
    error_message = "The stage and single methods have limits."
  }

  assert {
    condition     = aws_api_gateway_stage.this.xray_tracing_enabled && strcontains(aws_api_gateway_stage.this.access_log_settings[0].format, "$context.requestId")
    error_message = "Requests are traced and logged."
  }
}

run "refuses_any_origin_at_all" {
  command = plan

  variables {
    allowed_origins = ["*"]
  }

  expect_failures = [var.allowed_origins]
}

run "says_when_a_path_is_too_deep" {
  command = plan

  variables {
    paths = { "1" = ["/health", "/tasks"], "2" = ["/tasks/{taskId}"], "6" = ["/a/b/c/d/e/f"] }
  }

  expect_failures = [aws_api_gateway_rest_api.this]
}
