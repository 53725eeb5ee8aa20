# Settings that an account has once: who GitHub is, who may deploy what, and where API Gateway writes its logs.

resource "aws_iam_openid_connect_provider" "github" {
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
  # Required by nothing since AWS checks GitHub's certificate against its own list of authorities.
}

module "pipeline" {
  source   = "../modules/iam"
  for_each = toset(var.environments)

  name              = "${var.name}-${each.key}"
  environment       = each.key
  repository        = var.github_repository
  oidc_provider_arn = aws_iam_openid_connect_provider.github.arn
  state_bucket_arn  = aws_s3_bucket.state.arn
  state_key         = "${each.key}/terraform.tfstate"
}

data "aws_iam_policy_document" "api_gateway" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["apigateway.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "api_gateway" {
  name               = "${var.name}-api-gateway-logs"
  description        = "API Gateway writes access and execution logs"
  assume_role_policy = data.aws_iam_policy_document.api_gateway.json
}

resource "aws_iam_role_policy_attachment" "api_gateway" {
  role       = aws_iam_role.api_gateway.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"
}

# One for all APIs of the account in this region: were it part of an environment, destroying dev would silence prod.
resource "aws_api_gateway_account" "this" {
  cloudwatch_role_arn = aws_iam_role.api_gateway.arn

  depends_on = [aws_iam_role_policy_attachment.api_gateway]
}
