# What people work with: protected against deletion, with a key of its own, and mail through SES.

module "app" {
  source = "../../modules/app"

  environment          = "prod"
  deletion_protection  = true
  customer_managed_key = true
  log_retention_days   = 365
  log_level            = var.log_level
  throttling           = { rate = 500, burst = 1000 }

  package_path             = var.package_path
  function_layout          = var.function_layout
  token_kind               = var.token_kind
  status_shards            = var.status_shards
  channel_limits           = var.channel_limits
  stream_limits            = var.stream_limits
  permissions_boundary_arn = var.permissions_boundary_arn
  snap_start               = var.snap_start
  provisioned_concurrency  = var.provisioned_concurrency

  page_origin          = var.page_origin
  page_domain          = var.page_domain
  repository_url       = var.repository_url
  branch               = var.branch
  amplify_access_token = var.amplify_access_token

  mail_from              = var.mail_from
  pool_sends_through_ses = var.pool_sends_through_ses
  admin_emails           = var.admin_emails
  allowed_domains        = var.allowed_domains
  alarm_email            = var.alarm_email

  webhook_url             = var.webhook_url
  webhook_secret          = var.webhook_secret
  slack_url               = var.slack_url
  allow_private_addresses = var.allow_private_addresses
}
