mock_provider "aws" {
  source = "../../mocks"
}

variables {
  name               = "board-dev"
  alarm_email        = "operator@example.com"
  api                = { name = "board-dev", stage = "api" }
  sockets            = { id = "abc123", stage = "live" }
  functions          = ["board-dev-stream", "board-dev-api-read"]
  stream_function    = "board-dev-stream"
  table_name         = "board-dev"
  queues             = ["board-dev-email"]
  dead_letter_queues = ["board-dev-email-dead-letters"]
}

run "calls_somebody_when_something_goes_wrong" {
  command = plan

  assert {
    condition = length(setsubtract([
      "api-5xx", "api-p99", "dead-letters-board-dev-email-dead-letters", "errors-board-dev-stream", "errors-board-dev-api-read",
      "function-throttles", "iterator-age", "live-errors", "table-throttles-read", "table-throttles-write-GSI1", "mail-bounces", "mail-complaints",
    ], keys(aws_cloudwatch_metric_alarm.this))) == 0
    error_message = "Everything that people would notice has an alarm."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["api-p99"].extended_statistic == "p99" && aws_cloudwatch_metric_alarm.this["api-p99"].statistic == null
    error_message = "The slowest hundredth is watched."
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.this : alarm.treat_missing_data == "notBreaching"])
    error_message = "Nothing to report is no alarm."
  }

  assert {
    condition     = aws_sns_topic_subscription.alarms["operator@example.com"].protocol == "email"
    error_message = "The operator gets a mail."
  }
}

run "shows_everything_on_one_page" {
  command = plan

  assert {
    condition     = length(jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets) == 11
    error_message = "The dashboard has eleven charts."
  }
}

run "tells_nobody_when_nobody_is_named" {
  command = plan

  variables {
    alarm_email = null
  }

  assert {
    condition     = length(aws_sns_topic_subscription.alarms) == 0
    error_message = "No address, no mail."
  }
}
