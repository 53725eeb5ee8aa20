# The REST API: one resource for each path and one method for each route of the manifest that the route table generates.

locals {
  root = "v1"

  # Of every method alike; a change here is a change of the API.
  settings = {
    identity_source      = "method.request.header.Authorization"
    timeout_milliseconds = 29000
    validates            = { body = true, parameters = true }
    compresses_from      = 1024
  }

  # Made from the id, not from the stage, so that the page's headers can name it before the stage is there.
  origin = "https://${aws_api_gateway_rest_api.this.id}.execute-api.${data.aws_region.this.name}.amazonaws.com"

  routes = { for route in var.routes : "${route.method} ${route.path}" => route }
  paths  = [for depth in range(1, 6) : toset(lookup(var.paths, tostring(depth), []))]

  resource_ids = merge(
    { for path, resource in aws_api_gateway_resource.level_1 : path => resource.id },
    { for path, resource in aws_api_gateway_resource.level_2 : path => resource.id },
    { for path, resource in aws_api_gateway_resource.level_3 : path => resource.id },
    { for path, resource in aws_api_gateway_resource.level_4 : path => resource.id },
    { for path, resource in aws_api_gateway_resource.level_5 : path => resource.id },
  )
}

data "aws_region" "this" {}

resource "aws_api_gateway_rest_api" "this" {
  name                         = var.name
  description                  = "The API of ${var.name}"
  minimum_compression_size     = local.settings.compresses_from
  disable_execute_api_endpoint = false

  endpoint_configuration {
    types = ["REGIONAL"]
  }

  lifecycle {
    create_before_destroy = true

    precondition {
      condition     = alltrue([for depth in keys(var.paths) : tonumber(depth) <= length(local.paths)])
      error_message = "A path is deeper than this module has levels: add one more aws_api_gateway_resource.level_N."
    }
  }
}

resource "aws_api_gateway_resource" "root" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_rest_api.this.root_resource_id
  path_part   = local.root
}

# A resource names its parent, and Terraform has no for_each over itself: one block for each depth.
resource "aws_api_gateway_resource" "level_1" {
  for_each = local.paths[0]

  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_resource.root.id
  path_part   = basename(each.key)
}

resource "aws_api_gateway_resource" "level_2" {
  for_each = local.paths[1]

  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_resource.level_1[dirname(each.key)].id
  path_part   = basename(each.key)
}

resource "aws_api_gateway_resource" "level_3" {
  for_each = local.paths[2]

  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_resource.level_2[dirname(each.key)].id
  path_part   = basename(each.key)
}

resource "aws_api_gateway_resource" "level_4" {
  for_each = local.paths[3]

  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_resource.level_3[dirname(each.key)].id
  path_part   = basename(each.key)
}

resource "aws_api_gateway_resource" "level_5" {
  for_each = local.paths[4]

  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_resource.level_4[dirname(each.key)].id
  path_part   = basename(each.key)
}

resource "aws_api_gateway_authorizer" "people" {
  name            = "people"
  type            = "COGNITO_USER_POOLS"
  rest_api_id     = aws_api_gateway_rest_api.this.id
  provider_arns   = [var.user_pool_arn]
  identity_source = local.settings.identity_source
}

resource "aws_api_gateway_model" "this" {
  for_each = var.models

  rest_api_id  = aws_api_gateway_rest_api.this.id
  name         = each.key
  content_type = "application/json"
  schema       = each.value
}

resource "aws_api_gateway_request_validator" "this" {
  name                        = "all"
  rest_api_id                 = aws_api_gateway_rest_api.this.id
  validate_request_body       = local.settings.validates.body
  validate_request_parameters = local.settings.validates.parameters
}

resource "aws_api_gateway_method" "this" {
  for_each = local.routes

  rest_api_id          = aws_api_gateway_rest_api.this.id
  resource_id          = local.resource_ids[each.value.path]
  http_method          = each.value.method
  operation_name       = each.value.operation
  authorization        = each.value.authenticated ? "COGNITO_USER_POOLS" : "NONE"
  authorizer_id        = each.value.authenticated ? aws_api_gateway_authorizer.people.id : null
  authorization_scopes = each.value.authenticated && length(var.api_scopes) > 0 ? [var.api_scopes[each.value.group]] : null
  request_validator_id = aws_api_gateway_request_validator.this.id
  request_models       = each.value.body == null ? null : { "application/json" = aws_api_gateway_model.this[each.value.body].name }

  # API Gateway refuses a request without the parameters of its path anyway; naming them puts them into exports and SDKs.
  request_parameters = { for part in regexall("{([A-Za-z]+)}", each.value.path) : "method.request.path.${part[0]}" => true }
}

resource "aws_api_gateway_integration" "this" {
  for_each = local.routes

  rest_api_id             = aws_api_gateway_rest_api.this.id
  resource_id             = aws_api_gateway_method.this[each.key].resource_id
  http_method             = aws_api_gateway_method.this[each.key].http_method
  type                    = "AWS_PROXY"
  integration_http_method = "POST"
  uri                     = var.functions[each.value.function].invoke_arn
  timeout_milliseconds    = local.settings.timeout_milliseconds
}

resource "aws_lambda_permission" "api" {
  for_each = toset(distinct(values(local.routes)[*].function))

  statement_id  = "api-gateway"
  action        = "lambda:InvokeFunction"
  function_name = var.functions[each.key].name
  qualifier     = var.functions[each.key].qualifier
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.this.execution_arn}/${var.stage_name}/*/${local.root}/*"
}
