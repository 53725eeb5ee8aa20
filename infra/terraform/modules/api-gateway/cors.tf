# What browsers need: the preflight of every path, and the headers on answers that no function writes.

locals {
  first_origin = var.allowed_origins[0]

  answer_headers = {
    Access-Control-Allow-Origin   = "'${local.first_origin}'"
    Access-Control-Expose-Headers = "'ETag,Retry-After,X-Request-Id,Idempotency-Replayed'"
    Vary                          = "'Origin'"
  }

  preflight_headers = {
    Access-Control-Allow-Origin  = "'${local.first_origin}'"
    Access-Control-Allow-Methods = "'GET,POST,PUT,PATCH,DELETE'"
    Access-Control-Allow-Headers = "'Authorization,Content-Type,If-Match,Idempotency-Key'"
    Access-Control-Max-Age       = "'7200'"
    Vary                         = "'Origin'"
  }

  # With several origins the answer names the one that asked, if it is among them, and else the first.
  preflight_template = length(var.allowed_origins) == 1 ? "" : join("\n", concat(
    ["#set($origin = $input.params().header.get(\"Origin\"))"],
    ["#if(!$origin)#set($origin = $input.params().header.get(\"origin\"))#end"],
    ["#if(${join(" || ", [for origin in var.allowed_origins : "$origin == \"${origin}\""])})"],
    ["#set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)"],
    ["#end"],
  ))

  # Answers that API Gateway gives by itself. Those that are not named here fall under the two defaults.
  gateway_responses = {
    DEFAULT_4XX                  = { status = null, title = "The request was refused" }
    DEFAULT_5XX                  = { status = null, title = "Something went wrong" }
    UNAUTHORIZED                 = { status = "401", title = "Not signed in" }
    ACCESS_DENIED                = { status = "403", title = "Forbidden" }
    EXPIRED_TOKEN                = { status = "401", title = "Not signed in" }
    MISSING_AUTHENTICATION_TOKEN = { status = "404", title = "Not found" } # how a path that is not there is called
    BAD_REQUEST_BODY             = { status = "400", title = "Bad request" }
    BAD_REQUEST_PARAMETERS       = { status = "400", title = "Bad request" }
    REQUEST_TOO_LARGE            = { status = "413", title = "Too large" }
    UNSUPPORTED_MEDIA_TYPE       = { status = "415", title = "Unsupported media type" }
    THROTTLED                    = { status = "429", title = "Too many requests" }
    INTEGRATION_FAILURE          = { status = "502", title = "Something went wrong" }
    INTEGRATION_TIMEOUT          = { status = "504", title = "That took too long" }
  }
}

resource "aws_api_gateway_method" "preflight" {
  #checkov:skip=CKV2_AWS_53:A preflight has neither body nor parameters that could be validated
  for_each = toset([for route in var.routes : route.path])

  rest_api_id   = aws_api_gateway_rest_api.this.id
  resource_id   = local.resource_ids[each.key]
  http_method   = "OPTIONS"
  authorization = "NONE" # browsers send no credentials with a preflight (Fetch standard, "CORS protocol")
}

resource "aws_api_gateway_method_response" "preflight" {
  for_each = aws_api_gateway_method.preflight

  rest_api_id         = each.value.rest_api_id
  resource_id         = each.value.resource_id
  http_method         = each.value.http_method
  status_code         = "204"
  response_parameters = { for header in keys(local.preflight_headers) : "method.response.header.${header}" => true }
}

resource "aws_api_gateway_integration" "preflight" {
  for_each = aws_api_gateway_method.preflight

  rest_api_id       = each.value.rest_api_id
  resource_id       = each.value.resource_id
  http_method       = each.value.http_method
  type              = "MOCK"
  request_templates = { "application/json" = jsonencode({ statusCode = 204 }) }
}

resource "aws_api_gateway_integration_response" "preflight" {
  for_each = aws_api_gateway_method_response.preflight

  rest_api_id         = each.value.rest_api_id
  resource_id         = each.value.resource_id
  http_method         = each.value.http_method
  status_code         = each.value.status_code
  response_parameters = { for header, value in local.preflight_headers : "method.response.header.${header}" => value }
  response_templates  = { "application/json" = local.preflight_template }

  depends_on = [aws_api_gateway_integration.preflight]
}

resource "aws_api_gateway_gateway_response" "this" {
  for_each = local.gateway_responses

  rest_api_id   = aws_api_gateway_rest_api.this.id
  response_type = each.key
  status_code   = each.value.status

  # Gateway responses know no conditions. With several origins the one that asked is named: what is told are refusals, without data.
  response_parameters = {
    for header, value in local.answer_headers :
    "gatewayresponse.header.${header}" => header == "Access-Control-Allow-Origin" && length(var.allowed_origins) > 1 ? "method.request.header.Origin" : value
  }

  response_templates = {
    "application/json" = "{\"type\":\"about:blank\",\"title\":\"${each.value.title}\",%{if each.value.status != null}\"status\":${each.value.status},%{endif}\"detail\":$context.error.messageString,\"requestId\":\"$context.requestId\"}"
  }
}
