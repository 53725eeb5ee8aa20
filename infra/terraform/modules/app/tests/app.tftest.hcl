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
    condition     = length(keys(module.functions)) + length(keys(module.channel_functions)) + length(keys(module.triggers)) == 12
    error_message = "Four functions for people, eight behind them."
  }

  assert {
    condition     = output.page_origin == "https://board.example.com" && length(module.amplify) == 0
    error_message = "Without a repository there is no Amplify app."
  }
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
