# The roles that the pipelines of one environment take on, one to deploy and one to plan.
# GitHub proves who asks (OIDC); no key is stored anywhere.

data "aws_caller_identity" "this" {}

data "aws_region" "this" {}

locals {
  account = data.aws_caller_identity.this.account_id
  region  = data.aws_region.this.name
  here    = "${local.region}:${local.account}"
  issuer  = "token.actions.githubusercontent.com"

  roles = {
    deploy = ["environment:${var.environment}"]
    plan   = ["pull_request"]
  }

  policies = {
    state = data.aws_iam_policy_document.state.json
    read  = data.aws_iam_policy_document.read.json
    write = data.aws_iam_policy_document.write.json
    roles = data.aws_iam_policy_document.roles.json
    keys  = data.aws_iam_policy_document.keys.json
  }
}

data "aws_iam_policy_document" "assume" {
  for_each = local.roles

  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [var.oidc_provider_arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer}:aud"
      values   = ["sts.amazonaws.com"]
    }

    # Exactly these jobs of exactly this repository: a fork, another repository or another environment does not match.
    condition {
      test     = "StringEquals"
      variable = "${local.issuer}:sub"
      values   = [for subject in each.value : "repo:${var.repository}:${subject}"]
    }
  }
}

resource "aws_iam_role" "this" {
  for_each = local.roles

  name                 = "${var.name}-pipeline-${each.key}"
  description          = "GitHub Actions of ${var.repository}: ${each.key} ${var.name}"
  assume_role_policy   = data.aws_iam_policy_document.assume[each.key].json
  max_session_duration = 3600
}

# Policies of their own: those inside a role may have 10 240 characters together, which deploying exceeds.
resource "aws_iam_policy" "this" {
  for_each = local.policies

  name        = "${var.name}-pipeline-${each.key}"
  description = "Pipelines of ${var.name}: ${each.key}"
  policy      = each.value

  lifecycle {
    precondition {
      condition     = length(replace(each.value, "/\\s/", "")) <= 6144
      error_message = "A policy may have 6144 characters: divide ${each.key}."
    }
  }
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each = {
    for pair in concat(setproduct(["deploy"], keys(local.policies)), setproduct(["plan"], ["read", "state"])) :
    join("-", pair) => { role = pair[0], policy = pair[1] }
  }

  role       = aws_iam_role.this[each.value.role].name
  policy_arn = aws_iam_policy.this[each.value.policy].arn
}

# The most that any role of the installation may ever do, whatever its own policy says.
resource "aws_iam_policy" "boundary" {
  name        = "${var.name}-boundary"
  description = "The most that roles of ${var.name} may do"
  policy      = data.aws_iam_policy_document.boundary.json
}
