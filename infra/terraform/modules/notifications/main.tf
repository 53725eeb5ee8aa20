# From an event to everybody who hears of it: a topic, and for each channel a queue with a dead-letter queue.

data "aws_caller_identity" "this" {}

locals {
  topics = { events = aws_sns_topic.events.arn, mail-events = aws_sns_topic.mail_events.arn }
  mapped = { for name, arn in var.channel_functions : name => arn if contains(keys(var.channels), name) }

  filters = {
    for name, channel in var.channels : name => [
      for type in coalesce(channel.event_types, []) : jsondecode(endswith(type, ".") ? jsonencode({ prefix = type }) : jsonencode(type))
    ]
  }
}

resource "aws_sns_topic" "events" {
  name              = "${var.name}-events"
  kms_master_key_id = coalesce(var.kms_key_arn, "alias/aws/sns")
}

resource "aws_sqs_queue" "dead_letters" {
  for_each = var.channels

  name                      = "${var.name}-${each.key}-dead-letters"
  message_retention_seconds = each.value.kept_dead_letter_seconds
  sqs_managed_sse_enabled   = true
  # As long as the function may take that reads some of them.
  visibility_timeout_seconds = 120
}

resource "aws_sqs_queue" "channel" {
  for_each = var.channels

  name                       = "${var.name}-${each.key}"
  message_retention_seconds  = each.value.kept_seconds
  visibility_timeout_seconds = each.value.visibility_timeout_seconds
  receive_wait_time_seconds  = 20
  # SNS can write to a queue under AWS's managed KMS key only by a key policy that nobody may change; this key it can.
  sqs_managed_sse_enabled = true
}

resource "aws_sqs_queue_redrive_policy" "channel" {
  for_each = var.channels

  queue_url = aws_sqs_queue.channel[each.key].url

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letters[each.key].arn
    maxReceiveCount     = each.value.max_receives
  })
}

resource "aws_sqs_queue_redrive_allow_policy" "dead_letters" {
  for_each = var.channels

  queue_url = aws_sqs_queue.dead_letters[each.key].url

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.channel[each.key].arn]
  })
}

data "aws_iam_policy_document" "channel" {
  for_each = var.channels

  statement {
    sid       = "TopicWrites"
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.channel[each.key].arn]

    principals {
      type        = "Service"
      identifiers = ["sns.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [local.topics[each.value.topic]]
    }
  }
}

resource "aws_sqs_queue_policy" "channel" {
  for_each = var.channels

  queue_url = aws_sqs_queue.channel[each.key].url
  policy    = data.aws_iam_policy_document.channel[each.key].json
}

resource "aws_sns_topic_subscription" "channel" {
  for_each = var.channels

  topic_arn            = local.topics[each.value.topic]
  protocol             = "sqs"
  endpoint             = aws_sqs_queue.channel[each.key].arn
  raw_message_delivery = true
  filter_policy_scope  = each.value.event_types == null ? null : "MessageAttributes"
  filter_policy        = each.value.event_types == null ? null : jsonencode({ type = local.filters[each.key] })
}

resource "aws_lambda_event_source_mapping" "channel" {
  for_each = local.mapped

  event_source_arn        = aws_sqs_queue.channel[each.key].arn
  function_name           = each.value
  batch_size              = var.channels[each.key].batch_size
  function_response_types = ["ReportBatchItemFailures"]

  scaling_config {
    maximum_concurrency = var.channels[each.key].maximum_concurrency
  }

  # Before a message can fail there has to be a place for it.
  depends_on = [aws_sqs_queue_redrive_policy.channel]
}
