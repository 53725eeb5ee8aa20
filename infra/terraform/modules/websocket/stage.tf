# What is live: WebSocket APIs are not deployed by themselves, but exactly when one of their parts changes.

locals {
  parts = {
    routes    = local.routes
    functions = { for name, function in var.functions : name => function.invoke_arn }
    selection = aws_apigatewayv2_api.this.route_selection_expression
    answers   = ["message"]
  }
}

resource "aws_apigatewayv2_deployment" "this" {
  api_id   = aws_apigatewayv2_api.this.id
  triggers = { parts = sha256(jsonencode(local.parts)) }

  lifecycle {
    create_before_destroy = true
  }

  depends_on = [aws_apigatewayv2_route.this, aws_apigatewayv2_route_response.message]
}

resource "aws_cloudwatch_log_group" "access" {
  #checkov:skip=CKV_AWS_338:Logs are kept as long as the installation says; a year is prod's own choice
  #checkov:skip=CKV_AWS_158:CloudWatch Logs encrypts with a key of its own; a customer's key is an option of the installation
  name              = "/aws/api-gateway/${var.name}/live"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

# API Gateway would make this group itself, and keep it for ever.
resource "aws_cloudwatch_log_group" "execution" {
  #checkov:skip=CKV_AWS_338:Logs are kept as long as the installation says; a year is prod's own choice
  #checkov:skip=CKV_AWS_158:CloudWatch Logs encrypts with a key of its own; a customer's key is an option of the installation
  name              = "/aws/apigateway/${aws_apigatewayv2_api.this.id}/${var.stage_name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_apigatewayv2_stage" "this" {
  #checkov:skip=CKV2_AWS_51:Browsers come with tickets, not with client certificates
  api_id        = aws_apigatewayv2_api.this.id
  deployment_id = aws_apigatewayv2_deployment.this.id
  name          = var.stage_name

  default_route_settings {
    detailed_metrics_enabled = true
    logging_level            = "ERROR"
    data_trace_enabled       = false # it would write tickets into the log
    throttling_rate_limit    = var.throttling.rate
    throttling_burst_limit   = var.throttling.burst
  }

  # The query of a request, which holds the ticket, is in none of these.
  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.access.arn

    format = jsonencode({
      requestId         = "$context.requestId"
      time              = "$context.requestTime"
      event             = "$context.eventType"
      route             = "$context.routeKey"
      status            = "$context.status"
      connectionId      = "$context.connectionId"
      connectedAt       = "$context.connectedAt"
      closeCode         = "$context.disconnectStatusCode"
      integrationMs     = "$context.integrationLatency"
      integrationStatus = "$context.integrationStatus"
      integrationError  = "$context.integrationErrorMessage"
      error             = "$context.error.responseType"
      sourceIp          = "$context.identity.sourceIp"
    })
  }

  depends_on = [aws_cloudwatch_log_group.execution]
}
