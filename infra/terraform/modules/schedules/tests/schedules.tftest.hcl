mock_provider "aws" {
  source = "../../mocks"
}

variables {
  name = "board-dev"
  schedules = {
    retries  = { function_arn = "arn:aws:lambda:eu-west-1:123456789012:function:retries", expression = "rate(15 minutes)" }
    respread = { function_arn = "arn:aws:lambda:eu-west-1:123456789012:function:respread", expression = "rate(5 minutes)", enabled = false }
  }
}

run "runs_by_the_clock" {
  command = plan

  assert {
    condition     = aws_scheduler_schedule.this["retries"].state == "ENABLED" && aws_scheduler_schedule.this["respread"].state == "DISABLED"
    error_message = "What is switched off does not run."
  }

  assert {
    condition     = aws_scheduler_schedule.this["retries"].target[0].retry_policy[0].maximum_retry_attempts == 2
    error_message = "The next turn does the same work."
  }
}
