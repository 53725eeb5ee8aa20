# The WebSocket API: a page opens a socket with a ticket, and is told over it that something happened.

locals {
  # What is asked when a page connects, when it is gone, and of every frame that it sends.
  routes = {
    connect    = "$connect"
    disconnect = "$disconnect"
    message    = "$default"
  }

  # Made from the id, not from the stage, so that the page's headers can name it before the stage is there.
  host = "${aws_apigatewayv2_api.this.id}.execute-api.${data.aws_region.this.name}.amazonaws.com"
}

data "aws_region" "this" {}

resource "aws_apigatewayv2_api" "this" {
  name                         = "${var.name}-live"
  description                  = "The live sockets of ${var.name}"
  protocol_type                = "WEBSOCKET"
  route_selection_expression   = "$request.body.type"
  disable_execute_api_endpoint = false
}

resource "aws_apigatewayv2_integration" "this" {
  for_each = local.routes

  api_id               = aws_apigatewayv2_api.this.id
  integration_type     = "AWS_PROXY"
  integration_method   = "POST"
  integration_uri      = var.functions[each.key].invoke_arn
  timeout_milliseconds = 29000
}

resource "aws_apigatewayv2_route" "this" {
  #checkov:skip=CKV_AWS_309:Browsers send no token with a socket; the function of $connect takes a ticket that is good once
  for_each = local.routes

  api_id             = aws_apigatewayv2_api.this.id
  route_key          = each.value
  target             = "integrations/${aws_apigatewayv2_integration.this[each.key].id}"
  authorization_type = "NONE"
  # Only what pages say is answered, and only where this is set.
  route_response_selection_expression = each.key == "message" ? "$default" : null
}

resource "aws_apigatewayv2_route_response" "message" {
  api_id             = aws_apigatewayv2_api.this.id
  route_id           = aws_apigatewayv2_route.this["message"].id
  route_response_key = "$default"
}

resource "aws_lambda_permission" "this" {
  for_each = local.routes

  statement_id  = "websocket-api"
  action        = "lambda:InvokeFunction"
  function_name = var.functions[each.key].name
  qualifier     = var.functions[each.key].qualifier
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.this.execution_arn}/${var.stage_name}/${each.value}"
}
