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

resource "aws_iam_role_policy" "state" {
  for_each = local.roles

  name   = "state"
  role   = aws_iam_role.this[each.key].id
  policy = data.aws_iam_policy_document.state.json
}

resource "aws_iam_role_policy" "read" {
  for_each = local.roles

  name   = "read"
  role   = aws_iam_role.this[each.key].id
  policy = data.aws_iam_policy_document.read.json
}

resource "aws_iam_role_policy" "write" {
  for_each = { write = data.aws_iam_policy_document.write.json, roles = data.aws_iam_policy_document.roles.json }

  name   = each.key
  role   = aws_iam_role.this["deploy"].id
  policy = each.value
}

# The most that any role of the installation may ever do, whatever its own policy says.
resource "aws_iam_policy" "boundary" {
  name        = "${var.name}-boundary"
  description = "The most that roles of ${var.name} may do"
  policy      = data.aws_iam_policy_document.boundary.json
}
