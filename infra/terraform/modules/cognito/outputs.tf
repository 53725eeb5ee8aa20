output "id" {
  description = "Id of the user pool."
  value       = aws_cognito_user_pool.this.id
}

output "arn" {
  description = "ARN of the user pool."
  value       = aws_cognito_user_pool.this.arn
}

output "client_id" {
  description = "Id of the page's client."
  value       = aws_cognito_user_pool_client.page.id
}

output "domain_prefix" {
  description = "Prefix of the hosted sign-in's address."
  value       = aws_cognito_user_pool_domain.this.domain
}

output "api_scopes" {
  description = "The API's scopes as tokens carry them."
  value       = local.api_scopes
}
