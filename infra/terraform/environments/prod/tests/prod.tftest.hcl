mock_provider "aws" {
  source = "../../mocks"
}

variables {
  package_path = "../../modules/app/tests/artifact/package.zip"
  page_origin  = "https://board.example.com"
  mail_from    = "Relayboard <board@example.com>"
}

run "can_be_planned" {
  command = plan

  assert {
    condition     = output.app.table_name == "relayboard-prod"
    error_message = "Everything is named after the environment."
  }
}

run "may_start_from_snapshots" {
  command = plan

  variables {
    function_layout = "per_operation"
    snap_start      = true
  }

  assert {
    condition     = contains(keys(output.app.functions), "api-list-tasks")
    error_message = "Every operation has a function."
  }
}
