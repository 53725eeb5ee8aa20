# Who is called when something goes wrong, and one page with everything on it.

data "aws_caller_identity" "this" {}

data "aws_region" "this" {}

locals {
  function_errors = {
    for name in var.functions : "errors-${name}" => {
      description = "Function ${name} failed"
      namespace   = "AWS/Lambda"
      metric      = "Errors"
      dimensions  = { FunctionName = name }
      threshold   = 0
    }
  }

  dead_letters = {
    for name in var.dead_letter_queues : "dead-letters-${name}" => {
      description = "Messages were parked in ${name}"
      namespace   = "AWS/SQS"
      metric      = "ApproximateNumberOfMessagesVisible"
      dimensions  = { QueueName = name }
      threshold   = 0
      statistic   = "Maximum"
    }
  }

  # DynamoDB counts refusals of the table and of each index apart, and has no sum of them.
  throttled = {
    for pair in setproduct(["read", "write"], ["", "GSI1", "GSI2"]) :
    join("-", compact(pair)) => { metric = "${title(pair[0])}ThrottleEvents", index = pair[1] }
  }

  table_throttles = {
    for name, told in local.throttled : "table-throttles-${name}" => {
      description = "DynamoDB refuses requests (${name}): a partition is hot"
      namespace   = "AWS/DynamoDB"
      metric      = told.metric
      dimensions  = merge({ TableName = var.table_name }, told.index == "" ? {} : { GlobalSecondaryIndexName = told.index })
      threshold   = 0
    }
  }

  others = {
    api-5xx = {
      description = "The API answers with 5xx"
      namespace   = "AWS/ApiGateway"
      metric      = "5XXError"
      dimensions  = local.api
      threshold   = var.thresholds.server_errors
    }
    api-p99 = {
      description = "One in a hundred answers of the API is slow"
      namespace   = "AWS/ApiGateway"
      metric      = "Latency"
      dimensions  = local.api
      threshold   = var.thresholds.p99_ms
      percentile  = "p99"
      periods     = 3
    }
    live-errors = {
      description = "API Gateway cannot ask the functions of live sockets: no page can connect"
      namespace   = "AWS/ApiGateway"
      metric      = "ExecutionError"
      dimensions  = local.sockets
      threshold   = 0
    }
    function-throttles = {
      description = "Lambda refuses calls: the account's concurrency is used up"
      namespace   = "AWS/Lambda"
      metric      = "Throttles"
      dimensions  = {}
      threshold   = 0
    }
    iterator-age = {
      description = "The stream is read too late: nobody hears of changes"
      namespace   = "AWS/Lambda"
      metric      = "IteratorAge"
      dimensions  = { FunctionName = var.stream_function }
      threshold   = var.thresholds.iterator_age_ms
      statistic   = "Maximum"
    }
    mail-bounces = {
      description = "Too much mail bounces: SES will stop us"
      namespace   = "AWS/SES"
      metric      = "Reputation.BounceRate"
      dimensions  = {}
      threshold   = 0.04
      statistic   = "Maximum"
    }
    mail-complaints = {
      description = "Too much mail is called spam: SES will stop us"
      namespace   = "AWS/SES"
      metric      = "Reputation.ComplaintRate"
      dimensions  = {}
      threshold   = 0.0008
      statistic   = "Maximum"
    }
  }

  api     = { ApiName = var.api.name, Stage = var.api.stage }
  sockets = { ApiId = var.sockets.id, Stage = var.sockets.stage }
  alarms  = merge(local.function_errors, local.dead_letters, local.table_throttles, local.others)
}

resource "aws_sns_topic" "alarms" {
  #checkov:skip=CKV_AWS_26:Encrypted when the installation has a key of its own; CloudWatch cannot use the managed one
  name              = "${var.name}-alarms"
  kms_master_key_id = var.kms_key_arn
}

data "aws_iam_policy_document" "alarms" {
  statement {
    sid       = "CloudWatchWrites"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.alarms.arn]

    principals {
      type        = "Service"
      identifiers = ["cloudwatch.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.this.account_id]
    }
  }
}

resource "aws_sns_topic_policy" "alarms" {
  arn    = aws_sns_topic.alarms.arn
  policy = data.aws_iam_policy_document.alarms.json
}

resource "aws_sns_topic_subscription" "alarms" {
  for_each = toset(var.alarm_email == null ? [] : [var.alarm_email])

  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "email"
  endpoint  = each.key
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = try(each.value.percentile, null) == null ? try(each.value.statistic, "Sum") : null
  extended_statistic  = try(each.value.percentile, null)
  period              = 60
  evaluation_periods  = try(each.value.periods, 1)
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.threshold
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.name
  dashboard_body = jsonencode({ widgets = local.widgets })
}
