mock_provider "aws" {
  source = "../../mocks"
}

variables {
  package_path = "../../modules/app/tests/artifact/package.zip"
  page_origin  = "https://board.example.com"
  mail_from    = "Relayboard <board@example.com>"
}

run "can_be_planned_and_thrown_away" {
  command = plan

  assert {
    condition     = output.app.table_name == "relayboard-dev"
    error_message = "Everything is named after the environment."
  }
}
