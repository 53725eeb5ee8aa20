# The whole installation: what there is, and what hangs on what.

data "aws_caller_identity" "this" {}

data "aws_region" "this" {}

locals {
  name     = "${var.name}-${var.environment}"
  region   = data.aws_region.this.name
  manifest = jsondecode(file(coalesce(var.manifest_path, "${path.module}/../../../generated/functions.json")))

  domain_prefix   = coalesce(var.domain_prefix, "${local.name}-${data.aws_caller_identity.this.account_id}")
  page_origin     = var.page_origin != null ? var.page_origin : try(module.amplify["page"].origin, null)
  allowed_origins = distinct(concat([local.page_origin], var.allowed_origins))
}

module "table" {
  source = "../dynamodb"

  name                = local.name
  deletion_protection = var.deletion_protection
}

module "user_pool" {
  source = "../cognito"

  name                = local.name
  domain_prefix       = local.domain_prefix
  page_origin         = local.page_origin
  callback_urls       = concat(["${local.page_origin}/"], var.callback_urls)
  logout_urls         = concat(["${local.page_origin}/"], var.callback_urls)
  deletion_protection = var.deletion_protection
  self_sign_up        = var.self_sign_up
  totp                = var.totp
  api_scopes          = local.takes_access_tokens ? { for group in local.groups : group => "The API's ${group} operations" } : {}
  mail_identity_arn   = var.pool_sends_through_ses ? module.notifications.mail_identity_arn : null
  mail_from           = var.mail_from
  configuration_set   = module.notifications.configuration_set.name

  # Named one by one: a reference to all of module.triggers would wait for their policies, which wait for the pool.
  pre_sign_up = {
    name      = module.triggers["trigger-pre-sign-up"].name
    arn       = module.triggers["trigger-pre-sign-up"].arn
    qualifier = module.triggers["trigger-pre-sign-up"].qualifier
  }

  post_confirmation = {
    name      = module.triggers["trigger-post-confirmation"].name
    arn       = module.triggers["trigger-post-confirmation"].arn
    qualifier = module.triggers["trigger-post-confirmation"].qualifier
  }
}

module "notifications" {
  source = "../notifications"

  name              = local.name
  mail_identity     = coalesce(var.mail_identity, try(regex("@([^>]+)", var.mail_from)[0], null))
  kms_key_arn       = local.key_arn
  channels          = local.channels
  channel_functions = { for name in keys(local.channels) : name => module.channel_functions[name].authorised_arn }

  stream = {
    arn                 = module.table.stream_arn
    function_arn        = module.functions["stream"].authorised_arn
    maximum_retries     = var.stream_limits.maximum_retries
    maximum_age_seconds = var.stream_limits.maximum_age_seconds
  }
}

module "schedules" {
  source = "../schedules"

  name = local.name

  schedules = {
    # Deliveries that wait for longer than a queue should hold them, and those whose message was lost or parked.
    retries = { function_arn = module.functions["schedule-retries"].arn, expression = "rate(5 minutes)" }
    # Digests are due ten minutes after an hour or half of one; a minute later every index knows what there is.
    digests = { function_arn = module.functions["schedule-digests"].arn, expression = "cron(1/5 * * * ? *)" }
    # What channels give up comes to stand among the failed deliveries.
    dead-letters = { function_arn = module.functions["dead-letters"].arn, expression = "rate(15 minutes)" }
    # Mornings come at quarters of an hour; a minute later every index knows what there is.
    reminders = { function_arn = module.functions["schedule-reminders"].arn, expression = "cron(1/15 * * * ? *)" }
    # Cards move to further partitions only after status_shards was raised.
    respread = { function_arn = module.functions["schedule-respread"].arn, expression = "rate(5 minutes)", enabled = var.status_shards > 1 }
  }
}

module "api" {
  source = "../api-gateway"

  name               = local.name
  routes             = [for route in local.manifest.routes : merge(route, { function = route.functions[var.function_layout] })]
  paths              = local.manifest.paths
  models             = { for name, schema in local.manifest.models : name => jsonencode(schema) }
  functions          = { for name in keys(local.api_functions) : name => module.functions[name] }
  user_pool_arn      = module.user_pool.arn
  api_scopes         = local.takes_access_tokens ? { for group in local.groups : group => "relayboard/${group}" } : {}
  allowed_origins    = local.allowed_origins
  throttling         = var.throttling
  method_throttling  = var.method_throttling
  log_retention_days = var.log_retention_days
}

module "websocket" {
  source = "../websocket"

  name               = local.name
  functions          = { for name in ["connect", "disconnect", "message"] : name => module.functions["live-${name}"] }
  log_retention_days = var.log_retention_days
}

module "amplify" {
  source   = "../amplify"
  for_each = toset(var.repository_url == null ? [] : ["page"])

  name            = local.name
  repository_url  = var.repository_url
  access_token    = var.amplify_access_token
  branch          = var.branch
  is_production   = var.deletion_protection
  domain_name     = var.page_domain
  connect_origins = [module.api.origin, module.websocket.origin, trimsuffix(local.pool_endpoint, "/"), local.hosted_sign_in]
  page_config     = local.page_config
}

module "observability" {
  source = "../observability"

  name            = local.name
  alarm_email     = var.alarm_email
  api             = { name = module.api.name, stage = module.api.stage_name }
  sockets         = { id = module.websocket.id, stage = module.websocket.stage_name }
  functions       = values(local.function_names)
  stream_function = module.functions["stream"].name
  table_name      = module.table.name
  queues          = [for queue in module.notifications.queues : queue.name]
  kms_key_arn     = local.key_arn
  thresholds      = var.alarm_thresholds

  dead_letter_queues = concat(
    [for queue in module.notifications.dead_letter_queues : queue.name],
    [module.notifications.stream_failures.name, module.schedules.dead_letter_queue.name],
  )
}
