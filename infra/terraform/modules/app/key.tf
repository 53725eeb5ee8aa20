# A key of one's own for the topics, where wanted: SES and CloudWatch can use no key that AWS manages.

locals {
  key_arn = one(values(aws_kms_key.topics)[*].arn)
}

data "aws_iam_policy_document" "key" {
  #checkov:skip=CKV_AWS_109:In a key's policy the resource is the key itself (KMS Developer Guide, "Key policies")
  #checkov:skip=CKV_AWS_111:In a key's policy the resource is the key itself (KMS Developer Guide, "Key policies")
  #checkov:skip=CKV_AWS_356:In a key's policy the resource is the key itself (KMS Developer Guide, "Key policies")
  statement {
    sid       = "AccountDecides"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${data.aws_caller_identity.this.account_id}:root"]
    }
  }

  statement {
    sid       = "ServicesWrite"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["sns.amazonaws.com", "ses.amazonaws.com", "cloudwatch.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.this.account_id]
    }
  }
}

resource "aws_kms_key" "topics" {
  for_each = toset(var.customer_managed_key ? ["topics"] : [])

  description             = "Topics of ${local.name}"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy                  = data.aws_iam_policy_document.key.json
}

resource "aws_kms_alias" "topics" {
  for_each = aws_kms_key.topics

  name          = "alias/${local.name}-topics"
  target_key_id = each.value.key_id
}
