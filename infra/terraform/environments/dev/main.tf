# Where changes are tried: costs nothing while nobody works, and can be thrown away.

module "app" {
  source = "../../modules/app"

  environment         = "dev"
  deletion_protection = false
  log_retention_days  = 14
  log_level           = var.log_level

  package_path             = var.package_path
  function_layout          = var.function_layout
  token_kind               = var.token_kind
  status_shards            = var.status_shards
  channel_limits           = var.channel_limits
  stream_limits            = var.stream_limits
  permissions_boundary_arn = var.permissions_boundary_arn

  page_origin          = var.page_origin
  repository_url       = var.repository_url
  branch               = var.branch
  amplify_access_token = var.amplify_access_token

  mail_from       = var.mail_from
  admin_emails    = var.admin_emails
  allowed_domains = var.allowed_domains
  alarm_email     = var.alarm_email

  webhook_url             = var.webhook_url
  webhook_secret          = var.webhook_secret
  slack_url               = var.slack_url
  allow_private_addresses = var.allow_private_addresses
}
