# The user pool: who people are. Our own code holds no passwords.

locals {
  # A pool signs either with its own address (50 mails a day) or through SES.
  sends_through_ses = var.mail_identity_arn != null

  api_scopes = [for name in keys(var.api_scopes) : "${var.api_identifier}/${name}"]

  triggers = {
    for name, function in { pre_sign_up = var.pre_sign_up, post_confirmation = var.post_confirmation } :
    name => function if function != null
  }
}

resource "aws_cognito_user_pool" "this" {
  name                     = var.name
  username_attributes      = ["email"]
  auto_verified_attributes = ["email"]
  mfa_configuration        = var.totp
  deletion_protection      = var.deletion_protection ? "ACTIVE" : "INACTIVE"

  username_configuration {
    case_sensitive = false
  }

  password_policy {
    minimum_length                   = 10
    require_uppercase                = true
    require_lowercase                = true
    require_numbers                  = true
    require_symbols                  = false
    temporary_password_validity_days = 7
  }

  schema {
    name                = "email"
    attribute_data_type = "String"
    required            = true
    mutable             = true

    string_attribute_constraints {
      min_length = "0"
      max_length = "2048"
    }
  }

  account_recovery_setting {
    recovery_mechanism {
      name     = "verified_email"
      priority = 1
    }
  }

  # A new address counts only once its code came back; until then sign-in goes by the old one.
  user_attribute_update_settings {
    attributes_require_verification_before_update = ["email"]
  }

  verification_message_template {
    default_email_option = "CONFIRM_WITH_CODE"
    email_subject        = "Your Relayboard code"
    email_message        = "Your code for Relayboard is {####}. If you did not ask for it, ignore this mail."
  }

  admin_create_user_config {
    allow_admin_create_user_only = !var.self_sign_up

    invite_message_template {
      email_subject = "You are invited to Relayboard"
      email_message = "You are invited to Relayboard at ${var.page_origin}. Sign in as {username} with the temporary password {####} and choose your own."
      sms_message   = "Relayboard: sign in as {username} with {####}."
    }
  }

  email_configuration {
    email_sending_account = local.sends_through_ses ? "DEVELOPER" : "COGNITO_DEFAULT"
    source_arn            = var.mail_identity_arn
    from_email_address    = local.sends_through_ses ? var.mail_from : null
    configuration_set     = local.sends_through_ses ? var.configuration_set : null
  }

  dynamic "software_token_mfa_configuration" {
    for_each = var.totp == "OFF" ? [] : [true]
    content {
      enabled = true
    }
  }

  lambda_config {
    pre_sign_up       = try(var.pre_sign_up.arn, null)
    post_confirmation = try(var.post_confirmation.arn, null)
  }
}

resource "aws_lambda_permission" "trigger" {
  for_each = local.triggers

  statement_id  = "user-pool"
  action        = "lambda:InvokeFunction"
  function_name = each.value.name
  qualifier     = each.value.qualifier
  principal     = "cognito-idp.amazonaws.com"
  source_arn    = aws_cognito_user_pool.this.arn
}

resource "aws_cognito_user_group" "this" {
  for_each = { ADMIN = 0, MEMBER = 10 }

  name         = each.key
  precedence   = each.value
  description  = "People whose role is ${each.key}"
  user_pool_id = aws_cognito_user_pool.this.id
}

resource "aws_cognito_resource_server" "api" {
  for_each = length(var.api_scopes) > 0 ? toset([var.api_identifier]) : toset([])

  identifier   = each.key
  name         = "The API of ${var.name}"
  user_pool_id = aws_cognito_user_pool.this.id

  dynamic "scope" {
    for_each = var.api_scopes
    content {
      scope_name        = scope.key
      scope_description = scope.value
    }
  }
}

resource "aws_cognito_user_pool_client" "page" {
  name         = "page"
  user_pool_id = aws_cognito_user_pool.this.id

  # Whoever can read the page could read a secret in it.
  generate_secret               = false
  prevent_user_existence_errors = "ENABLED"
  enable_token_revocation       = true
  explicit_auth_flows           = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH"]

  # Rotation takes the place of ALLOW_REFRESH_TOKEN_AUTH; the page asks GetTokensFromRefreshToken.
  refresh_token_rotation {
    feature                    = "ENABLED"
    retry_grace_period_seconds = 30
  }

  access_token_validity  = var.token_minutes
  id_token_validity      = var.token_minutes
  refresh_token_validity = var.refresh_token_days

  token_validity_units {
    access_token  = "minutes"
    id_token      = "minutes"
    refresh_token = "days"
  }

  supported_identity_providers         = ["COGNITO"]
  allowed_oauth_flows_user_pool_client = true
  allowed_oauth_flows                  = ["code"]
  allowed_oauth_scopes                 = concat(["openid", "email", "profile", "aws.cognito.signin.user.admin"], local.api_scopes)
  callback_urls                        = var.callback_urls
  logout_urls                          = var.logout_urls

  read_attributes  = ["email", "email_verified", "name"]
  write_attributes = ["email", "name"]

  depends_on = [aws_cognito_resource_server.api]
}

resource "aws_cognito_user_pool_domain" "this" {
  domain       = var.domain_prefix
  user_pool_id = aws_cognito_user_pool.this.id
}
