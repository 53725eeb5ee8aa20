# What deploying and planning need, on things whose name begins with the installation's.
# Ids of user pools, APIs and Amplify apps are drawn by AWS, so those are limited to the account and region instead.

data "aws_iam_policy_document" "state" {
  statement {
    sid       = "FindState"
    actions   = ["s3:ListBucket"]
    resources = [var.state_bucket_arn]
  }

  statement {
    sid       = "State"
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = ["${var.state_bucket_arn}/${var.state_key}"]
  }

  statement {
    sid       = "Lock"
    actions   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]
    resources = ["${var.state_bucket_arn}/${var.state_key}.tflock"]
  }
}

locals {
  functions = ["arn:aws:lambda:${local.here}:function:${var.name}-*"]
  mappings  = ["arn:aws:lambda:${local.here}:event-source-mapping:*"]
  tables    = ["arn:aws:dynamodb:${local.here}:table/${var.name}", "arn:aws:dynamodb:${local.here}:table/${var.name}/*"]
  queues    = ["arn:aws:sqs:${local.here}:${var.name}-*"]
  topics    = ["arn:aws:sns:${local.here}:${var.name}-*"]
  pools     = ["arn:aws:cognito-idp:${local.here}:userpool/*"]
  apis      = [for path in ["restapis", "restapis/*", "apis", "apis/*", "tags/*"] : "arn:aws:apigateway:${local.region}::/${path}"]
  sockets   = ["arn:aws:execute-api:${local.here}:*/live/*/@connections/*"]
  mail      = ["arn:aws:ses:${local.here}:identity/*", "arn:aws:ses:${local.here}:configuration-set/${var.name}"]
  schedules = ["arn:aws:scheduler:${local.here}:schedule/${var.name}/*", "arn:aws:scheduler:${local.here}:schedule-group/${var.name}"]
  made      = ["arn:aws:iam::${local.account}:role/${var.name}-*"]
  apps      = ["arn:aws:amplify:${local.here}:apps/*"]
  alarms    = ["arn:aws:cloudwatch:${local.here}:alarm:${var.name}-*", "arn:aws:cloudwatch::${local.account}:dashboard/${var.name}"]

  keys     = ["arn:aws:kms:${local.here}:key/*"]
  packages = ["arn:aws:s3:::${var.name}-package-${local.account}-${local.region}"]

  log_groups = [for group in ["/aws/lambda/${var.name}-*", "/aws/api-gateway/${var.name}/*", "/aws/apigateway/*", "API-Gateway-Execution-Logs_*"] :
  "arn:aws:logs:${local.here}:log-group:${group}"]
}

data "aws_iam_policy_document" "read" {
  #checkov:skip=CKV_AWS_356:These calls list or describe, and take no resource
  statement {
    sid       = "ReadPackages"
    actions   = concat(local.bucket_reads, ["s3:GetObject", "s3:GetObjectTagging"])
    resources = flatten([for bucket in local.packages : [bucket, "${bucket}/*"]])
  }

  statement {
    sid = "Lists"
    actions = [
      "cloudwatch:DescribeAlarms", "cognito-idp:DescribeUserPoolDomain", "lambda:GetEventSourceMapping",
      "kms:ListAliases", "lambda:ListEventSourceMappings", "logs:DescribeLogGroups", "sts:GetCallerIdentity",
    ]
    resources = ["*"]
  }

  statement {
    sid = "Read"
    actions = [
      "amplify:GetApp", "amplify:GetBranch", "amplify:GetDomainAssociation", "amplify:GetJob", "amplify:ListTagsForResource",
      "apigateway:GET",
      "cloudwatch:GetDashboard", "cloudwatch:ListTagsForResource",
      "cognito-idp:DescribeResourceServer", "cognito-idp:DescribeUserPool", "cognito-idp:DescribeUserPoolClient",
      "cognito-idp:GetGroup", "cognito-idp:GetUserPoolMfaConfig", "cognito-idp:ListTagsForResource",
      "dynamodb:DescribeContinuousBackups", "dynamodb:DescribeTable", "dynamodb:DescribeTimeToLive", "dynamodb:ListTagsOfResource",
      "kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListResourceTags",
      "iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListInstanceProfilesForRole", "iam:ListRolePolicies",
      "lambda:GetAlias", "lambda:GetFunction", "lambda:GetFunctionCodeSigningConfig", "lambda:GetPolicy",
      "lambda:GetProvisionedConcurrencyConfig", "lambda:ListAliases", "lambda:ListTags", "lambda:ListVersionsByFunction",
      "logs:ListTagsForResource",
      "scheduler:GetSchedule", "scheduler:GetScheduleGroup", "scheduler:ListTagsForResource",
      "ses:GetConfigurationSet", "ses:GetConfigurationSetEventDestinations", "ses:GetEmailIdentity", "ses:ListTagsForResource",
      "sns:GetSubscriptionAttributes", "sns:GetTopicAttributes", "sns:ListTagsForResource",
      "sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ListQueueTags",
    ]
    resources = concat(
      local.functions, local.mappings, local.tables, local.queues, local.topics, local.pools, local.apis, local.mail,
      local.schedules, local.made, local.apps, local.alarms, local.log_groups, local.keys,
    )
  }
}

locals {
  bucket_reads = [
    "s3:GetAccelerateConfiguration", "s3:GetBucketAcl", "s3:GetBucketCORS", "s3:GetBucketLogging", "s3:GetBucketObjectLockConfiguration",
    "s3:GetBucketPolicy", "s3:GetBucketPublicAccessBlock", "s3:GetBucketRequestPayment", "s3:GetBucketTagging", "s3:GetBucketVersioning",
    "s3:GetBucketWebsite", "s3:GetEncryptionConfiguration", "s3:GetLifecycleConfiguration", "s3:GetReplicationConfiguration", "s3:ListBucket",
  ]
}

data "aws_iam_policy_document" "write" {
  #checkov:skip=CKV_AWS_356:Making these takes no resource, or one whose id AWS draws
  #checkov:skip=CKV_AWS_111:Making these takes no resource, or one whose id AWS draws
  statement {
    sid = "Packages"
    actions = [
      "s3:CreateBucket", "s3:DeleteBucket", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:ListBucketVersions",
      "s3:PutBucketPublicAccessBlock", "s3:PutBucketTagging", "s3:PutObject", "s3:PutObjectTagging",
    ]
    resources = flatten([for bucket in local.packages : [bucket, "${bucket}/*"]])
  }

  statement {
    sid = "MakeWhatHasNoNameYet"
    actions = [
      "amplify:CreateApp", "cognito-idp:CreateUserPool", "cognito-idp:CreateUserPoolDomain", "cognito-idp:DeleteUserPoolDomain",
      "lambda:CreateEventSourceMapping", "logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:DescribeResourcePolicies",
      "logs:GetLogDelivery", "logs:ListLogDeliveries", "logs:PutResourcePolicy", "logs:UpdateLogDelivery",
    ]
    resources = ["*"]
  }

  statement {
    sid = "Change"
    actions = [
      "amplify:CreateBranch", "amplify:CreateDomainAssociation", "amplify:DeleteApp", "amplify:DeleteBranch",
      "amplify:DeleteDomainAssociation", "amplify:StartJob", "amplify:TagResource", "amplify:UntagResource",
      "amplify:UpdateApp", "amplify:UpdateBranch", "amplify:UpdateDomainAssociation",
      "apigateway:DELETE", "apigateway:PATCH", "apigateway:POST", "apigateway:PUT",
      "cloudwatch:DeleteAlarms", "cloudwatch:DeleteDashboards", "cloudwatch:PutDashboard", "cloudwatch:PutMetricAlarm",
      "cloudwatch:TagResource", "cloudwatch:UntagResource",
      "cognito-idp:CreateGroup", "cognito-idp:CreateResourceServer", "cognito-idp:CreateUserPoolClient",
      "cognito-idp:DeleteGroup", "cognito-idp:DeleteResourceServer", "cognito-idp:DeleteUserPool",
      "cognito-idp:DeleteUserPoolClient", "cognito-idp:SetUserPoolMfaConfig", "cognito-idp:TagResource",
      "cognito-idp:UntagResource", "cognito-idp:UpdateGroup", "cognito-idp:UpdateResourceServer",
      "cognito-idp:UpdateUserPool", "cognito-idp:UpdateUserPoolClient",
      "dynamodb:CreateTable", "dynamodb:DeleteTable", "dynamodb:TagResource", "dynamodb:UntagResource",
      "dynamodb:UpdateContinuousBackups", "dynamodb:UpdateTable", "dynamodb:UpdateTimeToLive",
      "lambda:AddPermission", "lambda:CreateAlias", "lambda:CreateFunction", "lambda:DeleteAlias",
      "lambda:DeleteEventSourceMapping", "lambda:DeleteFunction", "lambda:DeleteProvisionedConcurrencyConfig",
      "lambda:PublishVersion", "lambda:PutFunctionConcurrency", "lambda:PutProvisionedConcurrencyConfig",
      "lambda:RemovePermission", "lambda:TagResource", "lambda:UntagResource", "lambda:UpdateAlias",
      "lambda:UpdateEventSourceMapping", "lambda:UpdateFunctionCode", "lambda:UpdateFunctionConfiguration",
      "logs:CreateLogGroup", "logs:DeleteLogGroup", "logs:PutRetentionPolicy", "logs:TagResource", "logs:UntagResource",
      "scheduler:CreateSchedule", "scheduler:CreateScheduleGroup", "scheduler:DeleteSchedule", "scheduler:DeleteScheduleGroup",
      "scheduler:TagResource", "scheduler:UntagResource", "scheduler:UpdateSchedule",
      "ses:CreateConfigurationSet", "ses:CreateConfigurationSetEventDestination", "ses:CreateEmailIdentity",
      "ses:DeleteConfigurationSet", "ses:DeleteConfigurationSetEventDestination", "ses:DeleteEmailIdentity",
      "ses:PutConfigurationSetDeliveryOptions", "ses:PutConfigurationSetReputationOptions",
      "ses:PutConfigurationSetSendingOptions", "ses:PutConfigurationSetSuppressionOptions",
      "ses:PutEmailIdentityConfigurationSetAttributes", "ses:TagResource", "ses:UntagResource",
      "ses:UpdateConfigurationSetEventDestination",
      "sns:CreateTopic", "sns:DeleteTopic", "sns:SetSubscriptionAttributes", "sns:SetTopicAttributes", "sns:Subscribe",
      "sns:TagResource", "sns:Unsubscribe", "sns:UntagResource",
      "sqs:CreateQueue", "sqs:DeleteQueue", "sqs:SetQueueAttributes", "sqs:TagQueue", "sqs:UntagQueue",
    ]
    resources = concat(
      local.functions, local.mappings, local.tables, local.queues, local.topics, local.pools, local.apis, local.mail,
      local.schedules, local.apps, local.alarms, local.log_groups,
    )
  }
}

# Only prod has a key of its own; a key's id is drawn by AWS, its alias is ours.
data "aws_iam_policy_document" "keys" {
  #checkov:skip=CKV_AWS_356:Making a key takes no resource, and listing aliases neither
  #checkov:skip=CKV_AWS_111:Making a key takes no resource, and listing aliases neither
  statement {
    sid       = "MakeKeys"
    actions   = ["kms:CreateKey", "kms:ListAliases"]
    resources = ["*"]
  }

  statement {
    sid = "ChangeKeys"
    actions = [
      "kms:CreateAlias", "kms:DeleteAlias", "kms:DescribeKey", "kms:EnableKeyRotation", "kms:GetKeyPolicy",
      "kms:GetKeyRotationStatus", "kms:ListResourceTags", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:TagResource",
      "kms:UntagResource", "kms:UpdateAlias", "kms:UpdateKeyDescription",
    ]
    resources = concat(local.keys, ["arn:aws:kms:${local.here}:alias/${var.name}-*"])
  }
}

# Whoever makes roles could make one that may do anything, so those made here can never go beyond the boundary.
data "aws_iam_policy_document" "roles" {
  statement {
    sid       = "MakeBoundRoles"
    actions   = ["iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"]
    resources = local.made

    condition {
      test     = "StringEquals"
      variable = "iam:PermissionsBoundary"
      values   = [aws_iam_policy.boundary.arn]
    }
  }

  statement {
    sid = "ChangeRoles"
    actions = [
      "iam:DeleteRole", "iam:DeleteRolePolicy", "iam:TagRole", "iam:UntagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole",
    ]
    resources = local.made
  }

  # Its own roles are named like those it makes.
  statement {
    sid       = "NotItself"
    effect    = "Deny"
    actions   = ["iam:DeleteRole", "iam:DeleteRolePolicy", "iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole"]
    resources = ["arn:aws:iam::${local.account}:role/${var.name}-pipeline-*"]
  }

  # Cognito's role for sending through SES, which AWS makes and alone can take on.
  statement {
    sid       = "SendThroughSes"
    actions   = ["iam:CreateServiceLinkedRole"]
    resources = ["arn:aws:iam::${local.account}:role/aws-service-role/email.cognito-idp.amazonaws.com/*"]
  }

  statement {
    sid       = "GiveRoles"
    actions   = ["iam:PassRole"]
    resources = local.made

    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["lambda.amazonaws.com", "scheduler.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "boundary" {
  #checkov:skip=CKV_AWS_356:X-Ray's two actions take no resource; what is sent as and which pool is asked is the roles' own policies' matter
  #checkov:skip=CKV_AWS_111:X-Ray's two actions take no resource; what is sent as and which pool is asked is the roles' own policies' matter
  statement {
    sid = "Data"
    actions = [
      "dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem", "dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem",
      "dynamodb:Query", "dynamodb:UpdateItem", "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator",
      "sns:Publish",
      "sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage", "sqs:SendMessage",
      "lambda:InvokeFunction",
      "logs:CreateLogStream", "logs:PutLogEvents",
    ]
    resources = concat(local.tables, local.topics, local.queues, local.functions, [for group in local.log_groups : "${group}:*"])
  }

  statement {
    sid = "People"
    actions = [
      "cognito-idp:AdminAddUserToGroup", "cognito-idp:AdminCreateUser", "cognito-idp:AdminDisableUser",
      "cognito-idp:AdminEnableUser", "cognito-idp:AdminGetUser", "cognito-idp:AdminListGroupsForUser",
      "cognito-idp:AdminRemoveUserFromGroup", "cognito-idp:AdminUserGlobalSignOut", "cognito-idp:ListUsers",
    ]
    resources = local.pools
  }

  statement {
    sid       = "Sockets"
    actions   = ["execute-api:ManageConnections"]
    resources = local.sockets
  }

  statement {
    sid       = "Mail"
    actions   = ["ses:SendEmail", "ses:SendRawEmail"]
    resources = local.mail
  }

  statement {
    sid       = "Keys"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = local.keys
  }

  statement {
    sid       = "Traces"
    actions   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
    resources = ["*"]
  }
}
