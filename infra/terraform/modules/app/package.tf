# The one artifact that all functions run: uploaded once, and read by each from here.
# (With a file instead, the provider uploads it for each function, one after the other.)

locals {
  build = jsondecode(file(coalesce(var.package_manifest_path, "${dirname(var.package_path)}/package.json")))

  package = {
    bucket       = aws_s3_bucket.package.bucket
    key          = aws_s3_object.package.key
    hash         = filebase64sha256(var.package_path)
    runtime      = coalesce(var.runtime, local.build.runtime)
    architecture = coalesce(var.architecture, local.build.architecture)
  }
}

resource "aws_s3_bucket" "package" {
  #checkov:skip=CKV_AWS_18:Nobody but the pipeline writes here, and Lambda reads
  #checkov:skip=CKV_AWS_21:The key names the content, so nothing is ever overwritten
  #checkov:skip=CKV_AWS_144:The artifact can be built again from the commit
  #checkov:skip=CKV_AWS_145:Encrypted with S3's own key; there are no secrets in it
  #checkov:skip=CKV2_AWS_61:Terraform removes the artifact that it replaces
  #checkov:skip=CKV2_AWS_62:Nobody has to be told of a new artifact
  bucket        = "${local.name}-package-${data.aws_caller_identity.this.account_id}-${local.region}"
  force_destroy = true
}

resource "aws_s3_bucket_public_access_block" "package" {
  bucket                  = aws_s3_bucket.package.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_object" "package" {
  bucket = aws_s3_bucket.package.id
  key    = "${filesha256(var.package_path)}.zip"
  source = var.package_path

  lifecycle {
    create_before_destroy = true # functions read the old one until they have the new

    precondition {
      condition     = filesha256(var.package_path) == local.build.sha256
      error_message = "package.json is about another zip than ${var.package_path}: build that one last (make package ARCH=…)."
    }
  }
}
