mock_provider "aws" {
  source = "../../mocks"
}

variables {
  name = "board-dev"
}

run "keeps_what_is_written" {
  command = plan

  assert {
    condition     = aws_dynamodb_table.this.billing_mode == "PAY_PER_REQUEST" && aws_dynamodb_table.this.deletion_protection_enabled
    error_message = "The table is paid by request and protected unless somebody says otherwise."
  }

  assert {
    condition     = aws_dynamodb_table.this.point_in_time_recovery[0].enabled && aws_dynamodb_table.this.server_side_encryption[0].enabled
    error_message = "The table can be restored to any second, and is encrypted."
  }

  assert {
    condition     = aws_dynamodb_table.this.stream_view_type == "NEW_AND_OLD_IMAGES"
    error_message = "The stream carries old and new images."
  }
}

run "lets_dev_be_thrown_away" {
  command = plan

  variables {
    deletion_protection = false
  }

  assert {
    condition     = !aws_dynamodb_table.this.deletion_protection_enabled
    error_message = "Protection can be switched off."
  }
}
