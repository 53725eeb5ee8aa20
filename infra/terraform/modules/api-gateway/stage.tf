# What is live: a deployment is a copy of the API, made anew exactly when one of its parts changes.

locals {
  # Made from what the parts are made of. The parts' own attributes differ between making and reading them (null, "", [], {}),
  # and would deploy once more after every first apply.
  parts = {
    routes    = [for key in sort(keys(local.routes)) : merge(local.routes[key], { uri = var.functions[local.routes[key].function].invoke_arn })]
    scopes    = var.api_scopes
    models    = var.models
    people    = var.user_pool_arn
    settings  = local.settings
    preflight = [local.preflight_headers, local.preflight_template]
    refusals  = [local.answer_headers, local.gateway_responses]
  }
}

resource "aws_api_gateway_deployment" "this" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  triggers    = { parts = sha256(jsonencode(local.parts)) }

  lifecycle {
    create_before_destroy = true
  }

  depends_on = [
    aws_api_gateway_integration.this,
    aws_api_gateway_integration_response.preflight,
    aws_api_gateway_gateway_response.this,
  ]
}

resource "aws_cloudwatch_log_group" "access" {
  #checkov:skip=CKV_AWS_338:Logs are kept as long as the installation says; a year is prod's own choice
  #checkov:skip=CKV_AWS_158:CloudWatch Logs encrypts with a key of its own; a customer's key is an option of the installation
  name              = "/aws/api-gateway/${var.name}/access"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

# API Gateway would make this group itself, and keep it for ever.
resource "aws_cloudwatch_log_group" "execution" {
  #checkov:skip=CKV_AWS_338:Logs are kept as long as the installation says; a year is prod's own choice
  #checkov:skip=CKV_AWS_158:CloudWatch Logs encrypts with a key of its own; a customer's key is an option of the installation
  name              = "API-Gateway-Execution-Logs_${aws_api_gateway_rest_api.this.id}/${var.stage_name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_api_gateway_stage" "this" {
  #checkov:skip=CKV_AWS_120:Answers depend on who asks; a cache would show one person's tasks to another
  #checkov:skip=CKV2_AWS_4:Execution logging is set for every method in aws_api_gateway_method_settings.all
  #checkov:skip=CKV2_AWS_29:A web ACL costs from 5 dollars a month; throttling and the token check stand in front
  #checkov:skip=CKV2_AWS_51:Browsers sign in with tokens, not with client certificates
  rest_api_id          = aws_api_gateway_rest_api.this.id
  deployment_id        = aws_api_gateway_deployment.this.id
  stage_name           = var.stage_name
  xray_tracing_enabled = true

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.access.arn

    format = jsonencode({
      requestId          = "$context.requestId"
      time               = "$context.requestTime"
      method             = "$context.httpMethod"
      resource           = "$context.resourcePath"
      operation          = "$context.operationName"
      status             = "$context.status"
      bytes              = "$context.responseLength"
      ms                 = "$context.responseLatency"
      integrationMs      = "$context.integrationLatency"
      integrationStatus  = "$context.integrationStatus"
      integrationError   = "$context.integrationErrorMessage"
      error              = "$context.error.responseType"
      userId             = "$context.authorizer.claims.sub"
      sourceIp           = "$context.identity.sourceIp"
      functionRequestId  = "$context.integration.requestId"
      traceId            = "$context.xrayTraceId"
      authorizerProblems = "$context.authorizer.error"
    })
  }

  depends_on = [aws_cloudwatch_log_group.execution]
}

resource "aws_api_gateway_method_settings" "all" {
  #checkov:skip=CKV_AWS_225:Answers depend on who asks; a cache would show one person's tasks to another
  #checkov:skip=CKV_AWS_308:There is no cache to encrypt
  rest_api_id = aws_api_gateway_rest_api.this.id
  stage_name  = aws_api_gateway_stage.this.stage_name
  method_path = "*/*"

  settings {
    metrics_enabled        = true
    logging_level          = "ERROR"
    data_trace_enabled     = false # it would write bodies and tokens into the log
    throttling_rate_limit  = var.throttling.rate
    throttling_burst_limit = var.throttling.burst
  }
}

resource "aws_api_gateway_method_settings" "particular" {
  #checkov:skip=CKV_AWS_225:Answers depend on who asks; a cache would show one person's tasks to another
  #checkov:skip=CKV_AWS_308:There is no cache to encrypt
  for_each = { for route, limit in var.method_throttling : route => limit if contains(keys(local.routes), route) }

  rest_api_id = aws_api_gateway_rest_api.this.id
  stage_name  = aws_api_gateway_stage.this.stage_name
  method_path = "${local.root}${local.routes[each.key].path}/${local.routes[each.key].method}"

  settings {
    metrics_enabled        = true
    logging_level          = "ERROR"
    data_trace_enabled     = false
    throttling_rate_limit  = each.value.rate
    throttling_burst_limit = each.value.burst
  }

  # Both are patches of the one stage, which takes one at a time.
  depends_on = [aws_api_gateway_method_settings.all]
}
