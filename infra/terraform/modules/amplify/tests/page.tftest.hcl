mock_provider "aws" {
  source = "../../mocks"
}

variables {
  name            = "board-dev"
  repository_url  = "https://github.com/example/relayboard"
  branch          = "main"
  is_production   = true
  connect_origins = ["https://abc.execute-api.eu-west-1.amazonaws.com", "https://cognito-idp.eu-west-1.amazonaws.com"]
  page_config     = "{\"apiBase\":\"https://abc.execute-api.eu-west-1.amazonaws.com/api/v1\"}"
}

run "builds_the_page_of_the_monorepo" {
  command = plan

  assert {
    condition     = yamldecode(aws_amplify_app.this.build_spec).applications[0].appRoot == "web" && aws_amplify_app.this.environment_variables["AMPLIFY_MONOREPO_APP_ROOT"] == "web"
    error_message = "The page is in web/."
  }

  assert {
    condition     = strcontains(yamldecode(aws_amplify_app.this.build_spec).applications[0].frontend.phases.build.commands[1], "dist/config.json") && aws_amplify_branch.this.environment_variables["PAGE_CONFIG"] == var.page_config
    error_message = "The build writes where the API is."
  }

  assert {
    condition     = aws_amplify_app.this.custom_rule[0].status == "404-200" && aws_amplify_app.this.custom_rule[0].target == "/index.html"
    error_message = "Addresses inside the page lead to the page."
  }
}

run "keeps_the_browser_to_what_the_page_needs" {
  command = plan

  assert {
    condition     = strcontains(local.content_security_policy, "connect-src 'self' https://abc.execute-api.eu-west-1.amazonaws.com https://cognito-idp.eu-west-1.amazonaws.com;")
    error_message = "The page may call the API and the user pool, and nobody else."
  }

  assert {
    condition     = !strcontains(local.content_security_policy, "*")
    error_message = "The policy has no wildcard."
  }
}
