locals {
  pool_endpoint  = "https://cognito-idp.${local.region}.amazonaws.com/"
  hosted_sign_in = "https://${local.domain_prefix}.auth.${local.region}.amazoncognito.com"

  function_names = merge(
    { for name, function in module.functions : name => function.name },
    { for name, function in module.channel_functions : local.channels[name].function => function.name },
    { for name, function in module.triggers : name => function.name },
  )

  # The shape that web/src/lib/config.ts reads.
  page_config = jsonencode({
    apiBase    = module.api.api_base
    userPool   = { endpoint = local.pool_endpoint, clientId = module.user_pool.client_id, signIn = "USER_PASSWORD_AUTH" }
    demo       = false
    mailbox    = null
    selfSignUp = var.self_sign_up
  })
}

output "api_base" {
  description = "What comes before every path of the API."
  value       = module.api.api_base
}

output "live_url" {
  description = "What pages open their live sockets at."
  value       = module.websocket.url
}

output "page_origin" {
  description = "Where the page is."
  value       = local.page_origin

  precondition {
    condition     = local.page_origin != null
    error_message = "Say where the page is (page_origin), or give a repository that Amplify builds it from (repository_url)."
  }
}

output "amplify" {
  description = "App and branch that the pipeline has Amplify build; null without Amplify."
  value       = try({ app_id = module.amplify["page"].app_id, branch = var.branch }, null)
}

output "page_config" {
  description = "Content of the page's config.json."
  value       = local.page_config
}

output "user_pool_id" {
  description = "Id of the user pool."
  value       = module.user_pool.id
}

output "user_pool_client_id" {
  description = "Id of the page's client in the user pool."
  value       = module.user_pool.client_id
}

output "hosted_sign_in" {
  description = "Address of the hosted sign-in."
  value       = local.hosted_sign_in
}

output "region" {
  description = "AWS region."
  value       = local.region
}

output "table_name" {
  description = "Name of the table."
  value       = module.table.name
}

output "topic_arn" {
  description = "ARN of the topic of events."
  value       = module.notifications.topic_arn
}

output "mail_events_topic_arn" {
  description = "ARN of the topic of what becomes of mail."
  value       = module.notifications.mail_events_topic_arn
}

output "queues" {
  description = "Addresses of the channels' queues."
  value       = { for name, queue in module.notifications.queues : name => queue.url }
}

output "dead_letter_queues" {
  description = "Addresses of the channels' dead-letter queues."
  value       = { for name, queue in module.notifications.dead_letter_queues : name => queue.url }
}

output "stream_failures" {
  description = "Address of the queue of batches that the stream gave up."
  value       = module.notifications.stream_failures.url
}

output "functions" {
  description = "Names of all functions, by what they are."
  value       = local.function_names
}

output "dashboard" {
  description = "Name of the dashboard."
  value       = module.observability.dashboard_name
}
