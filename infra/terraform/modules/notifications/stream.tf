# From the table's stream to the topic.

locals {
  # Every event is an item that is inserted once.
  inserted_event = {
    eventName = ["INSERT"]
    dynamodb  = { Keys = { SK = { S = [{ prefix = "EVENT#" }] } } }
  }
}

resource "aws_sqs_queue" "stream_failures" {
  name                      = "${var.name}-stream-failures"
  message_retention_seconds = 14 * 24 * 3600
  sqs_managed_sse_enabled   = true
}

resource "aws_lambda_event_source_mapping" "stream" {
  event_source_arn                   = var.stream.arn
  function_name                      = var.stream.function_arn
  starting_position                  = "TRIM_HORIZON"
  batch_size                         = 100
  maximum_batching_window_in_seconds = 0
  bisect_batch_on_function_error     = true
  maximum_retry_attempts             = var.stream.maximum_retries
  maximum_record_age_in_seconds      = var.stream.maximum_age_seconds
  function_response_types            = ["ReportBatchItemFailures"]

  filter_criteria {
    filter {
      pattern = jsonencode(local.inserted_event)
    }
  }

  destination_config {
    on_failure {
      destination_arn = aws_sqs_queue.stream_failures.arn
    }
  }
}
