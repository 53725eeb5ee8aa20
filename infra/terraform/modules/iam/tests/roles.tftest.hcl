mock_provider "aws" {
  source = "../../mocks"
}

variables {
  name              = "relayboard-dev"
  environment       = "dev"
  repository        = "example/relayboard"
  oidc_provider_arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
  state_bucket_arn  = "arn:aws:s3:::state"
  state_key         = "dev/terraform.tfstate"
}

run "trusts_one_repository_and_one_environment" {
  command = plan

  assert {
    condition     = one([for condition in data.aws_iam_policy_document.assume["deploy"].statement[0].condition : condition.values if endswith(condition.variable, ":sub")]) == tolist(["repo:example/relayboard:environment:dev"])
    error_message = "Only jobs of the environment deploy."
  }

  assert {
    condition     = one([for condition in data.aws_iam_policy_document.assume["plan"].statement[0].condition : condition.values if endswith(condition.variable, ":sub")]) == tolist(["repo:example/relayboard:pull_request"])
    error_message = "Pull requests plan."
  }
}

run "names_every_action" {
  command = plan

  assert {
    condition = alltrue([
      for action in flatten([for document in [
        data.aws_iam_policy_document.state, data.aws_iam_policy_document.read, data.aws_iam_policy_document.write,
        data.aws_iam_policy_document.roles, data.aws_iam_policy_document.keys, data.aws_iam_policy_document.boundary,
      ] : [for statement in document.statement : statement.actions]]) : !strcontains(action, "*")
    ])
    error_message = "No wildcards in actions."
  }
}

run "lets_a_plan_only_read" {
  command = plan

  assert {
    condition     = [for name, attachment in aws_iam_role_policy_attachment.this : name if startswith(name, "plan-")] == ["plan-read", "plan-state"]
    error_message = "A plan reads, and keeps the state's lock."
  }
}

run "refuses_a_wildcard_for_a_repository" {
  command = plan

  variables {
    repository = "example/*"
  }

  expect_failures = [var.repository]
}
