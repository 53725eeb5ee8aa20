mock_provider "aws" {
  source = "../mocks"
}

variables {
  github_repository = "example/relayboard"
}

run "keeps_the_state_safe" {
  command = plan

  assert {
    condition     = aws_s3_bucket.state.bucket == "relayboard-state-123456789012-eu-west-1" && aws_s3_bucket_versioning.state.versioning_configuration[0].status == "Enabled"
    error_message = "An earlier state can be had back."
  }

  assert {
    condition = (
      aws_s3_bucket_public_access_block.state.block_public_acls && aws_s3_bucket_public_access_block.state.block_public_policy &&
      aws_s3_bucket_public_access_block.state.ignore_public_acls && aws_s3_bucket_public_access_block.state.restrict_public_buckets
    )
    error_message = "Nobody else can read it."
  }

  assert {
    condition     = one(aws_s3_bucket_server_side_encryption_configuration.state.rule).apply_server_side_encryption_by_default[0].sse_algorithm == "AES256"
    error_message = "It lies encrypted."
  }
}

run "gives_each_environment_its_pipelines" {
  command = plan

  assert {
    condition     = keys(module.pipeline) == ["dev", "prod"]
    error_message = "Dev and prod have roles of their own."
  }
}
