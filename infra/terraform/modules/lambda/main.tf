# One Lambda function with a role and a log group of its own.

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "this" {
  statement {
    sid       = "Logs"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.this.arn}:*"]
  }

  # X-Ray knows no resources (Service Authorization Reference, "Actions defined by AWS X-Ray").
  #checkov:skip=CKV_AWS_111:X-Ray's two actions take no resource
  #checkov:skip=CKV_AWS_356:X-Ray's two actions take no resource
  statement {
    sid       = "Traces"
    actions   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
    resources = ["*"]
  }

  dynamic "statement" {
    for_each = var.statements
    content {
      sid       = statement.value.sid
      actions   = statement.value.actions
      resources = statement.value.resources
    }
  }
}

resource "aws_iam_role" "this" {
  name                 = var.name
  description          = "Lambda function ${var.name}"
  assume_role_policy   = data.aws_iam_policy_document.assume.json
  permissions_boundary = var.permissions_boundary_arn
}

resource "aws_iam_role_policy" "this" {
  name   = "own-work"
  role   = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.this.json
}

resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_338:Logs are kept as long as the installation says; a year is prod's own choice
  #checkov:skip=CKV_AWS_158:CloudWatch Logs encrypts with a key of its own; a customer's key is an option of the installation
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_lambda_function" "this" {
  #checkov:skip=CKV_AWS_116:Nothing invokes these functions asynchronously but Scheduler, which has a dead-letter queue of its own
  #checkov:skip=CKV_AWS_117:Everything that is called is an AWS endpoint; a VPC would add NAT costs and no protection
  #checkov:skip=CKV_AWS_115:A reserve for each function would take it from the others; throttling is the API's
  #checkov:skip=CKV_AWS_173:The variables are encrypted with AWS's own key; the web hook's secret and the chat's address are the only secrets among them
  #checkov:skip=CKV_AWS_272:The artifact comes from the pipeline that signs in by OIDC; code signing is not set up
  function_name                  = var.name
  description                    = var.description
  role                           = aws_iam_role.this.arn
  s3_bucket                      = var.package.bucket
  s3_key                         = var.package.key
  source_code_hash               = var.package.hash
  runtime                        = var.package.runtime
  architectures                  = [var.package.architecture]
  handler                        = var.handler
  memory_size                    = var.memory_mb
  timeout                        = var.timeout_seconds
  reserved_concurrent_executions = var.reserved_concurrency
  publish                        = var.is_versioned

  environment {
    variables = var.environment
  }

  tracing_config {
    mode = "Active"
  }

  logging_config {
    log_format = "Text" # our own lines are JSON already; Lambda's JSON format would wrap them once more
    log_group  = aws_cloudwatch_log_group.this.name
  }

  dynamic "snap_start" {
    for_each = var.snap_start ? [true] : []
    content {
      apply_on = "PublishedVersions"
    }
  }
}

# What callers call when the function is versioned: SnapStart and provisioned concurrency work on versions only.
resource "aws_lambda_alias" "live" {
  for_each = var.is_versioned ? toset(["live"]) : toset([])

  name             = each.key
  function_name    = aws_lambda_function.this.function_name
  function_version = aws_lambda_function.this.version
}

resource "aws_lambda_provisioned_concurrency_config" "this" {
  for_each = var.provisioned_concurrency > 0 ? aws_lambda_alias.live : {}

  function_name                     = each.value.function_name
  qualifier                         = each.value.name
  provisioned_concurrent_executions = var.provisioned_concurrency
}
