# What has to be there before anything else, once for each account and region: a place for the state, and who may deploy.
# It is applied by hand by somebody with rights to make roles, and its own (small) state moves into the bucket afterwards.

provider "aws" {
  region            = var.region
  s3_use_path_style = var.s3_use_path_style

  default_tags {
    tags = { application = var.name, managed-by = "terraform", part = "bootstrap" }
  }
}

data "aws_caller_identity" "this" {}

locals {
  bucket = "${var.name}-state-${data.aws_caller_identity.this.account_id}-${var.region}"
}

# No lock table: since 1.11 Terraform locks with a file beside the state, written only if it is not there
# (use_lockfile in the environments' backends; "Backend Type: s3" calls DynamoDB locking deprecated).
resource "aws_s3_bucket" "state" {
  #checkov:skip=CKV_AWS_18:Reads and writes of the state are in CloudTrail's data events where wanted; an access log would need a second bucket
  #checkov:skip=CKV_AWS_144:Versions protect against mistakes; a copy in another region is the account's own choice
  #checkov:skip=CKV_AWS_145:Encrypted with S3's own key; a key of one's own costs a dollar a month and locks out whoever loses it
  #checkov:skip=CKV2_AWS_62:Nobody has to be told of a new version
  bucket = local.bucket

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_versioning" "state" {
  bucket = aws_s3_bucket.state.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "state" {
  bucket = aws_s3_bucket.state.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "state" {
  bucket                  = aws_s3_bucket.state.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "state" {
  bucket = aws_s3_bucket.state.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

data "aws_iam_policy_document" "state" {
  statement {
    sid       = "OnlyOverTls"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.state.arn, "${aws_s3_bucket.state.arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_s3_bucket_policy" "state" {
  bucket = aws_s3_bucket.state.id
  policy = data.aws_iam_policy_document.state.json

  depends_on = [aws_s3_bucket_public_access_block.state]
}

resource "aws_s3_bucket_lifecycle_configuration" "state" {
  bucket = aws_s3_bucket.state.id

  rule {
    id     = "old-versions"
    status = "Enabled"

    filter {}

    noncurrent_version_expiration {
      noncurrent_days           = 90
      newer_noncurrent_versions = 20
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  depends_on = [aws_s3_bucket_versioning.state]
}
