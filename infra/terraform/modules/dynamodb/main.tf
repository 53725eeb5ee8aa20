# The one table. Its keys and indexes are those of src/relayboard/adapters/dynamodb_schema.py; a test compares the two.

locals {
  indexes = ["GSI1", "GSI2"]
  keys    = flatten([for index in concat([""], local.indexes) : ["${index}PK", "${index}SK"]])
}

resource "aws_dynamodb_table" "this" {
  name                        = var.name
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "PK"
  range_key                   = "SK"
  stream_enabled              = true
  stream_view_type            = "NEW_AND_OLD_IMAGES"
  deletion_protection_enabled = var.deletion_protection

  dynamic "attribute" {
    for_each = toset(local.keys)
    content {
      name = attribute.value
      type = "S"
    }
  }

  dynamic "global_secondary_index" {
    for_each = toset(local.indexes)
    content {
      name            = global_secondary_index.value
      hash_key        = "${global_secondary_index.value}PK"
      range_key       = "${global_secondary_index.value}SK"
      projection_type = "ALL"
    }
  }

  ttl {
    enabled        = true
    attribute_name = "expires"
  }

  point_in_time_recovery {
    enabled = true # to any second of the last 35 days
  }

  # Without a key of one's own this is AWS's managed key for DynamoDB, which can be audited and costs nothing to keep.
  server_side_encryption {
    enabled     = true
    kms_key_arn = var.kms_key_arn
  }
}
