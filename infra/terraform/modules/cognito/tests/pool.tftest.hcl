mock_provider "aws" {
  source = "../../mocks"
}

variables {
  name          = "board-dev"
  domain_prefix = "board-dev-123456789012"
  page_origin   = "https://board.example.com"
  callback_urls = ["https://board.example.com/"]
  logout_urls   = ["https://board.example.com/"]
}

run "asks_for_good_passwords_and_proven_addresses" {
  command = plan

  assert {
    condition = (
      aws_cognito_user_pool.this.password_policy[0].minimum_length == 10 && aws_cognito_user_pool.this.password_policy[0].require_uppercase &&
      aws_cognito_user_pool.this.password_policy[0].require_lowercase && aws_cognito_user_pool.this.password_policy[0].require_numbers
    )
    error_message = "Ten characters with a capital, a small letter and a digit."
  }

  assert {
    condition     = aws_cognito_user_pool.this.username_attributes == toset(["email"]) && !aws_cognito_user_pool.this.username_configuration[0].case_sensitive
    error_message = "People sign in with their address, in any case."
  }

  assert {
    condition     = aws_cognito_user_pool.this.auto_verified_attributes == toset(["email"]) && aws_cognito_user_pool.this.verification_message_template[0].default_email_option == "CONFIRM_WITH_CODE"
    error_message = "A code proves the address."
  }

  assert {
    condition     = keys(aws_cognito_user_group.this) == ["ADMIN", "MEMBER"] && aws_cognito_user_pool.this.mfa_configuration == "OPTIONAL"
    error_message = "There are admins and members, and whoever wants has a second factor."
  }
}

run "gives_the_page_short_tokens_and_no_secret" {
  command = plan

  assert {
    condition     = !aws_cognito_user_pool_client.page.generate_secret && aws_cognito_user_pool_client.page.prevent_user_existence_errors == "ENABLED"
    error_message = "The page keeps no secret, and nobody learns who has an account."
  }

  assert {
    condition     = aws_cognito_user_pool_client.page.id_token_validity == 15 && aws_cognito_user_pool_client.page.access_token_validity == 15 && aws_cognito_user_pool_client.page.token_validity_units[0].id_token == "minutes"
    error_message = "Tokens live for 15 minutes."
  }

  assert {
    condition     = aws_cognito_user_pool_client.page.refresh_token_rotation[0].feature == "ENABLED" && !contains(aws_cognito_user_pool_client.page.explicit_auth_flows, "ALLOW_REFRESH_TOKEN_AUTH")
    error_message = "Refresh tokens rotate."
  }

  assert {
    condition     = aws_cognito_user_pool_client.page.allowed_oauth_flows == toset(["code"])
    error_message = "The hosted sign-in hands out codes, never tokens."
  }

  assert {
    condition     = length(aws_cognito_resource_server.api) == 0
    error_message = "ID tokens need no scopes."
  }
}

run "knows_scopes_for_access_tokens" {
  command = plan

  variables {
    api_scopes = { read = "Read", write = "Write" }
  }

  assert {
    condition     = output.api_scopes == ["relayboard/read", "relayboard/write"] && contains(aws_cognito_user_pool_client.page.allowed_oauth_scopes, "relayboard/write")
    error_message = "The page may ask for every scope of the API."
  }
}

run "may_call_its_triggers" {
  command = plan

  variables {
    pre_sign_up       = { name = "pre", arn = "arn:aws:lambda:eu-west-1:123456789012:function:pre", qualifier = null }
    post_confirmation = { name = "post", arn = "arn:aws:lambda:eu-west-1:123456789012:function:post", qualifier = null }
  }

  assert {
    condition     = aws_lambda_permission.trigger["pre_sign_up"].principal == "cognito-idp.amazonaws.com" && aws_lambda_permission.trigger["post_confirmation"].function_name == "post"
    error_message = "Without a permission Cognito fails every sign-up."
  }
}

run "refuses_a_prefix_that_aws_refuses" {
  command = plan

  variables {
    domain_prefix = "my-aws-board"
  }

  expect_failures = [var.domain_prefix]
}

run "refuses_tokens_that_cognito_refuses" {
  command = plan

  variables {
    token_minutes = 1
  }

  expect_failures = [var.token_minutes]
}
