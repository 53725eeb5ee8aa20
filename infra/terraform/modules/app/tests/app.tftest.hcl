mock_provider "aws" {
  source = "../../mocks"
}

variables {
  environment  = "test"
  package_path = "./tests/artifact/package.zip"
  page_origin  = "https://board.example.com"
  mail_from    = "Relayboard <board@example.com>"
}

run "shares_functions_among_routes" {
  command = plan

  assert {
    condition     = length(keys(module.functions)) + length(keys(module.channel_functions)) + length(keys(module.triggers)) == 4 + length(local.manifest.workers) - 2
    error_message = "Four functions for people, and behind them all but those of the web hook and the chat."
  }

  assert {
    condition     = output.page_origin == "https://board.example.com" && length(module.amplify) == 0
    error_message = "Without a repository there is no Amplify app."
  }
}

run "tells_a_web_hook_and_a_chat_that_have_an_address" {
  command = plan

  variables {
    webhook_url    = "https://hooks.example.com/relayboard"
    webhook_secret = "0123456789abcdef"
    slack_url      = "https://chat.example.com/services/x"
  }

  assert {
    condition     = keys(module.channel_functions) == ["email", "inbox", "live", "names", "receipts", "slack", "webhook"]
    error_message = "Each has a function of its own."
  }

  assert {
    condition     = local.channels["webhook"].max_receives > 43 && local.channels["email"].max_receives == 15
    error_message = "No message is parked before the last attempt."
  }

  assert {
    condition     = local.channels["live"].max_receives == 3 && local.channels["live"].kept_seconds > 3 * local.channels["live"].visibility_timeout_seconds
    error_message = "What cannot be pushed is parked, and said, before it is let go."
  }

  assert {
    condition     = local.channels["webhook"].visibility_timeout_seconds == 900
    error_message = "A message is hidden for longer than its function may take."
  }
}

run "refuses_a_web_hook_without_a_secret" {
  command = plan

  variables {
    webhook_url    = "https://hooks.example.com/relayboard"
    webhook_secret = "short"
  }

  expect_failures = [var.webhook_url]
}

run "takes_the_page_from_amplify" {
  command = plan

  variables {
    page_origin    = null
    repository_url = "https://github.com/example/relayboard"
  }

  assert {
    condition     = length(module.amplify) == 1
    error_message = "The page is built by Amplify."
  }
}

run "refuses_a_package_that_was_not_built_last" {
  command = plan

  variables {
    package_manifest_path = "./tests/artifact/other.json"
  }

  expect_failures = [aws_s3_object.package]
}
