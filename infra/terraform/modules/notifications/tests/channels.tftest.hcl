mock_provider "aws" {
  source = "../../mocks"
}

variables {
  name              = "board-dev"
  channels          = { email = {}, receipts = { topic = "mail-events" }, chat = { event_types = ["task.assigned"], max_receives = 20 }, page = { event_types = ["task.", "user.joined"], kept_seconds = 600, kept_dead_letter_seconds = 3600 } }
  channel_functions = { email = "arn:aws:lambda:eu-west-1:123456789012:function:email", chat = "arn:aws:lambda:eu-west-1:123456789012:function:chat" }
  stream            = { arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/board/stream/x", function_arn = "arn:aws:lambda:eu-west-1:123456789012:function:stream" }
  mail_identity     = "example.com"
}

run "gives_each_channel_a_queue_and_a_place_for_what_fails" {
  command = plan

  assert {
    condition     = keys(aws_sqs_queue.channel) == ["chat", "email", "page", "receipts"] && keys(aws_sqs_queue.dead_letters) == ["chat", "email", "page", "receipts"] && keys(aws_lambda_event_source_mapping.channel) == ["chat", "email"]
    error_message = "One entry in the map makes a whole channel."
  }

  assert {
    condition     = alltrue([for queue in concat(values(aws_sqs_queue.channel), values(aws_sqs_queue.dead_letters)) : queue.sqs_managed_sse_enabled])
    error_message = "Queues are encrypted."
  }

  assert {
    condition     = alltrue([for mapping in aws_lambda_event_source_mapping.channel : contains(mapping.function_response_types, "ReportBatchItemFailures")])
    error_message = "One bad message does not bring back the others."
  }

  assert {
    condition     = alltrue([for subscription in aws_sns_topic_subscription.channel : subscription.raw_message_delivery])
    error_message = "Functions see the event, not an envelope."
  }

  assert {
    condition     = jsondecode(aws_sns_topic_subscription.channel["chat"].filter_policy).type == ["task.assigned"] && aws_sns_topic_subscription.channel["email"].filter_policy == null
    error_message = "A channel gets the events that it wants."
  }

  assert {
    condition     = aws_sns_topic_subscription.channel["page"].filter_policy == "{\"type\":[{\"prefix\":\"task.\"},\"user.joined\"]}"
    error_message = "A beginning of types stands for all of them."
  }

  assert {
    condition     = aws_sqs_queue.channel["email"].message_retention_seconds == 345600 && aws_sqs_queue.dead_letters["email"].message_retention_seconds == 1209600
    error_message = "Nothing is forgotten over a weekend."
  }

  assert {
    condition     = aws_sqs_queue.channel["page"].message_retention_seconds == 600 && aws_sqs_queue.dead_letters["page"].message_retention_seconds == 3600
    error_message = "What is worth nothing when it is old is not kept."
  }
}

run "reads_events_from_the_stream_until_it_gives_them_up" {
  command = plan

  assert {
    condition = (
      aws_lambda_event_source_mapping.stream.bisect_batch_on_function_error && aws_lambda_event_source_mapping.stream.maximum_retry_attempts == 20 &&
      aws_lambda_event_source_mapping.stream.maximum_record_age_in_seconds == 21600
    )
    error_message = "A bad record is found by halving, and given up some time."
  }

  assert {
    condition     = jsondecode(one(aws_lambda_event_source_mapping.stream.filter_criteria[0].filter).pattern).eventName == ["INSERT"]
    error_message = "Only new items are looked at."
  }
}

run "reports_what_becomes_of_mail" {
  command = plan

  assert {
    condition     = length(setsubtract(["DELIVERY", "BOUNCE", "COMPLAINT", "REJECT", "DELIVERY_DELAY", "RENDERING_FAILURE"], aws_sesv2_configuration_set_event_destination.this.event_destination[0].matching_event_types)) == 0
    error_message = "Deliveries, bounces and complaints are reported."
  }

  assert {
    condition     = aws_sns_topic_subscription.channel["receipts"].filter_policy == null && aws_sns_topic_subscription.channel["receipts"].raw_message_delivery
    error_message = "All reports come, without an envelope."
  }

  assert {
    condition     = aws_sesv2_email_identity.this.email_identity == "example.com" && aws_sesv2_configuration_set.this.delivery_options[0].tls_policy == "REQUIRE"
    error_message = "Mail goes out as us, and encrypted."
  }
}
