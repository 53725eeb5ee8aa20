locals {
  alias = one(values(aws_lambda_alias.live))
}

output "name" {
  description = "Name of the function."
  value       = aws_lambda_function.this.function_name
}

output "arn" {
  description = "ARN to call: the alias's when the function is versioned."
  value       = local.alias == null ? aws_lambda_function.this.arn : local.alias.arn
}

output "invoke_arn" {
  description = "ARN by which API Gateway calls the function."
  value       = local.alias == null ? aws_lambda_function.this.invoke_arn : local.alias.invoke_arn
}

output "qualifier" {
  description = "Name of the alias that callers use; null when there is none."
  value       = local.alias == null ? null : local.alias.name
}

output "role_name" {
  description = "Name of the function's role."
  value       = aws_iam_role.this.name
}

output "authorised_arn" {
  description = "The same as arn, known only when the role has its policy: for mappings, which AWS checks when they are made."
  value       = local.alias == null ? aws_lambda_function.this.arn : local.alias.arn
  depends_on  = [aws_iam_role_policy.this]
}
