# The Lambda functions: one artifact, one role for each, with what the generated manifest says and no more.

locals {
  api_functions = local.manifest.layouts[var.function_layout]
  all_functions = merge(local.api_functions, local.manifest.workers)
  groups        = distinct([for route in local.manifest.routes : route.group if route.authenticated])

  takes_access_tokens = var.token_kind == "access"

  # Cognito calls these, and its user pool has to know them first: they stand apart from those that know the pool.
  trigger_names   = [for name in keys(local.manifest.workers) : name if startswith(name, "trigger-")]
  plain_functions = { for name, function in local.all_functions : name => function if !can(regex("^(trigger-|channel-|receipts$)", name)) }

  settings_of_triggers = merge(var.extra_environment, {
    RELAYBOARD_TABLE           = module.table.name
    RELAYBOARD_ADMIN_EMAILS    = join(",", var.admin_emails)
    RELAYBOARD_ALLOWED_DOMAINS = join(",", var.allowed_domains)
    RELAYBOARD_LOG_LEVEL       = var.log_level
  })

  settings = merge(local.settings_of_triggers, {
    RELAYBOARD_ALLOWED_ORIGINS         = join(",", local.allowed_origins)
    RELAYBOARD_USER_POOL_ID            = module.user_pool.id
    RELAYBOARD_TOPIC_ARN               = module.notifications.topic_arn
    RELAYBOARD_MAIL_FROM               = var.mail_from
    RELAYBOARD_CONFIGURATION_SET       = module.notifications.configuration_set.name
    RELAYBOARD_LIVE_URL                = module.websocket.url
    RELAYBOARD_SOCKETS_URL             = module.websocket.sockets_url
    RELAYBOARD_PUBLIC_URL              = local.page_origin
    RELAYBOARD_API_URL                 = module.api.api_base
    RELAYBOARD_STATUS_SHARDS           = tostring(var.status_shards)
    RELAYBOARD_DEAD_LETTERS            = join(",", [for name in local.told_channels : module.notifications.dead_letter_queues[name].url])
    RELAYBOARD_RECEIVERS               = join(",", [for name in ["webhook", "slack"] : name if local.has_address[name]])
    RELAYBOARD_WEBHOOK                 = var.webhook_url
    RELAYBOARD_WEBHOOK_SECRET          = var.webhook_secret
    RELAYBOARD_SLACK                   = var.slack_url
    RELAYBOARD_ALLOW_PRIVATE_ADDRESSES = tostring(var.allow_private_addresses)
  })

  resources_of = {
    cognito-idp = [module.user_pool.arn]
    execute-api = module.websocket.connection_arns
    ses         = [module.notifications.mail_identity_arn, module.notifications.configuration_set.arn]
    sns         = [module.notifications.topic_arn]
  }

  # What Lambda asks for in the functions' names to read the stream and the queues (Developer Guide, "Execution role").
  stream_statements = concat(
    [
      {
        sid       = "Stream"
        actions   = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"]
        resources = [module.table.stream_arn]
      },
      { sid = "Failures", actions = ["sqs:SendMessage"], resources = [module.notifications.stream_failures.arn] },
    ],
    [for arn in compact([local.key_arn]) : { sid = "Key", actions = ["kms:Decrypt", "kms:GenerateDataKey"], resources = [arn] }],
  )

  dead_letter_statements = [{
    sid       = "DeadLetters"
    actions   = local.manifest.workers["dead-letters"].services
    resources = [for name in local.told_channels : module.notifications.dead_letter_queues[name].arn]
  }]

  further_statements = { stream = local.stream_statements, dead-letters = local.dead_letter_statements }

  queue_statements = {
    for name, channel in local.channels : name => [{
      sid = "Queue"
      actions = sort(concat(
        ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
        [for action in local.manifest.workers[channel.function].services : action if startswith(action, "sqs:")],
      ))
      resources = [module.notifications.queues[name].arn]
    }]
  }

  statements = {
    for name, function in local.all_functions : name => concat(
      length(function.table) == 0 ? [] : [{ sid = "Table", actions = function.table, resources = [module.table.arn] }],
      length(function.indexes) == 0 ? [] : [{
        sid       = "Indexes"
        actions   = ["dynamodb:Query"]
        resources = [for index in function.indexes : "${module.table.arn}/index/${index}"]
      }],
      [for service in distinct([for action in function.services : split(":", action)[0]]) : {
        sid       = replace(title(service), "-", "")
        actions   = [for action in function.services : action if startswith(action, "${service}:")]
        resources = local.resources_of[service]
      } if service != "sqs"],
    )
  }
}

module "functions" {
  source   = "../lambda"
  for_each = local.plain_functions

  name                     = "${local.name}-${each.key}"
  description              = "Relayboard ${var.environment}: ${each.key}"
  package                  = local.package
  handler                  = each.value.handler
  memory_mb                = each.value.memory_mb
  timeout_seconds          = each.value.timeout_seconds
  statements               = concat(local.statements[each.key], lookup(local.further_statements, each.key, []))
  log_retention_days       = var.log_retention_days
  permissions_boundary_arn = var.permissions_boundary_arn
  is_versioned             = startswith(each.key, "api-") && (var.snap_start || var.provisioned_concurrency > 0)
  snap_start               = startswith(each.key, "api-") && var.snap_start
  provisioned_concurrency  = startswith(each.key, "api-") ? var.provisioned_concurrency : 0

  environment = merge(
    var.extra_environment,
    { for variable in each.value.environment : variable => local.settings[variable] },
    each.value.fixed_environment,
  )
}

# Apart from the others, so that those need not wait for the queues.
module "channel_functions" {
  source   = "../lambda"
  for_each = local.channels

  name                     = "${local.name}-${each.value.function}"
  description              = "Relayboard ${var.environment}: ${each.value.function}"
  package                  = local.package
  handler                  = local.manifest.workers[each.value.function].handler
  memory_mb                = local.manifest.workers[each.value.function].memory_mb
  timeout_seconds          = local.manifest.workers[each.value.function].timeout_seconds
  statements               = concat(local.statements[each.value.function], local.queue_statements[each.key])
  log_retention_days       = var.log_retention_days
  permissions_boundary_arn = var.permissions_boundary_arn

  environment = merge(
    var.extra_environment,
    {
      for variable in local.manifest.workers[each.value.function].environment :
      variable => local.settings[variable] if variable != "RELAYBOARD_QUEUE_URL"
    },
    { RELAYBOARD_QUEUE_URL = module.notifications.queues[each.key].url },
    local.manifest.workers[each.value.function].fixed_environment,
  )
}

module "triggers" {
  source   = "../lambda"
  for_each = toset(local.trigger_names)

  name                     = "${local.name}-${each.key}"
  description              = "Relayboard ${var.environment}: ${each.key}"
  package                  = local.package
  handler                  = local.manifest.workers[each.key].handler
  memory_mb                = local.manifest.workers[each.key].memory_mb
  timeout_seconds          = local.manifest.workers[each.key].timeout_seconds
  statements               = local.statements[each.key]
  log_retention_days       = var.log_retention_days
  permissions_boundary_arn = var.permissions_boundary_arn

  environment = merge(
    var.extra_environment,
    { for variable in local.manifest.workers[each.key].environment : variable => local.settings_of_triggers[variable] },
    local.manifest.workers[each.key].fixed_environment,
  )
}
