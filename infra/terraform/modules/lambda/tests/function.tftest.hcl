mock_provider "aws" {
  source = "../../mocks"
}

variables {
  name    = "board-dev-api-read"
  handler = "relayboard.lambdas.rest.handler"
  package = { bucket = "packages", key = "a.zip", hash = "aGFzaA==", runtime = "python3.13", architecture = "arm64" }
}

run "takes_runtime_and_processor_from_the_package" {
  command = plan

  assert {
    condition     = aws_lambda_function.this.runtime == "python3.13" && aws_lambda_function.this.architectures == tolist(["arm64"])
    error_message = "Byte-code fits one interpreter only."
  }

  assert {
    condition     = aws_lambda_function.this.tracing_config[0].mode == "Active" && aws_cloudwatch_log_group.this.retention_in_days == 30
    error_message = "The function is traced, and its log ends some day."
  }

  assert {
    condition     = length(aws_lambda_alias.live) == 0 && output.qualifier == null
    error_message = "Without versions there is no alias."
  }
}

run "starts_from_a_snapshot_where_wanted" {
  command = plan

  variables {
    is_versioned = true
    snap_start   = true
  }

  assert {
    condition     = aws_lambda_function.this.publish && aws_lambda_function.this.snap_start[0].apply_on == "PublishedVersions" && output.qualifier == "live"
    error_message = "SnapStart needs a version, and callers need its alias."
  }
}

run "keeps_copies_warm_where_wanted" {
  command = plan

  variables {
    is_versioned            = true
    provisioned_concurrency = 2
  }

  assert {
    condition     = aws_lambda_provisioned_concurrency_config.this["live"].provisioned_concurrent_executions == 2
    error_message = "Two copies are kept warm."
  }
}

run "refuses_snapshots_without_versions" {
  command = plan

  variables {
    snap_start = true
  }

  expect_failures = [var.snap_start]
}

run "refuses_wildcards" {
  command = plan

  variables {
    statements = [{ sid = "All", actions = ["dynamodb:*"], resources = ["arn:aws:dynamodb:eu-west-1:123456789012:table/board"] }]
  }

  expect_failures = [var.statements]
}
