mock_provider "aws" {
  source = "../../mocks"

  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-west-1:123456789012:log-group:access" }
  }

  mock_resource "aws_apigatewayv2_api" {
    defaults = { id = "abc123", execution_arn = "arn:aws:execute-api:eu-west-1:123456789012:abc123" }
  }
}

variables {
  name = "board-dev"

  functions = {
    connect    = { name = "board-dev-live-connect", invoke_arn = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/connect/invocations", qualifier = null }
    disconnect = { name = "board-dev-live-disconnect", invoke_arn = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/disconnect/invocations", qualifier = null }
    message    = { name = "board-dev-live-message", invoke_arn = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/message/invocations", qualifier = null }
  }
}

run "asks_a_function_of_its_own_for_each_of_what_a_page_does" {
  command = apply

  assert {
    condition     = { for name, route in aws_apigatewayv2_route.this : name => route.route_key } == { connect = "$connect", disconnect = "$disconnect", message = "$default" }
    error_message = "A page connects, leaves, and says something."
  }

  assert {
    condition     = { for name, permission in aws_lambda_permission.this : name => permission.source_arn } == { for name, route in { connect = "$connect", disconnect = "$disconnect", message = "$default" } : name => "arn:aws:execute-api:eu-west-1:123456789012:abc123/live/${route}" }
    error_message = "Each function may be called by its own route and by nothing else."
  }

  assert {
    condition     = alltrue([for name, permission in aws_lambda_permission.this : permission.function_name == "board-dev-live-${name}"])
    error_message = "The permission is the function's that the route asks."
  }
}

run "answers_only_what_pages_say" {
  command = apply

  assert {
    condition     = [for name, route in aws_apigatewayv2_route.this : name if route.route_response_selection_expression != null] == ["message"]
    error_message = "API Gateway passes answers on where a route response is set up."
  }
}

run "says_where_pages_connect_and_who_may_send" {
  command = apply

  assert {
    condition     = output.url == "wss://abc123.execute-api.eu-west-1.amazonaws.com/live" && output.sockets_url == "https://abc123.execute-api.eu-west-1.amazonaws.com/live" && output.origin == "wss://abc123.execute-api.eu-west-1.amazonaws.com"
    error_message = "Pages and functions are told the stage's address."
  }

  assert {
    condition = output.connection_arns == [
      "arn:aws:execute-api:eu-west-1:123456789012:abc123/live/POST/@connections/*",
      "arn:aws:execute-api:eu-west-1:123456789012:abc123/live/DELETE/@connections/*",
    ]
    error_message = "Frames are sent and connections closed on this stage only."
  }
}

run "is_held_back_and_logged_without_tickets" {
  command = apply

  assert {
    condition     = aws_apigatewayv2_stage.this.default_route_settings[0].throttling_rate_limit == 50 && aws_apigatewayv2_stage.this.default_route_settings[0].throttling_burst_limit == 200
    error_message = "There is a limit."
  }

  assert {
    condition     = !aws_apigatewayv2_stage.this.default_route_settings[0].data_trace_enabled && aws_apigatewayv2_stage.this.default_route_settings[0].logging_level == "ERROR"
    error_message = "Errors are logged, and never what was sent."
  }

  assert {
    condition     = strcontains(aws_apigatewayv2_stage.this.access_log_settings[0].format, "$context.requestId") && !strcontains(lower(aws_apigatewayv2_stage.this.access_log_settings[0].format), "query")
    error_message = "Requests are logged without their query."
  }

  assert {
    condition     = aws_cloudwatch_log_group.execution.name == "/aws/apigateway/abc123/live" && aws_cloudwatch_log_group.execution.retention_in_days == 30
    error_message = "Logs are not kept for ever."
  }
}

run "refuses_a_route_without_a_function" {
  command = plan

  variables {
    functions = { connect = { name = "a", invoke_arn = "b", qualifier = null } }
  }

  expect_failures = [var.functions]
}
