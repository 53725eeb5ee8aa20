mock_provider "aws" {
  source = "../../mocks"
}

variables {
  package_path = "../../modules/app/tests/artifact/package.zip"
  page_origin  = "https://board.example.com"
  mail_from    = "Relayboard <board@example.com>"
}

run "can_be_planned_with_a_function_for_each_operation" {
  command = plan

  variables {
    function_layout = "per_operation"
    snap_start      = true
  }

  assert {
    condition     = output.app.table_name == "relayboard-prod" && contains(keys(output.app.functions), "api-list-tasks")
    error_message = "Everything is named after the environment, and every operation has a function."
  }
}
