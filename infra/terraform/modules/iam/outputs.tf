output "role_arns" {
  description = "ARNs of the roles, by what they are for: what aws-actions/configure-aws-credentials is given."
  value       = { for purpose, role in aws_iam_role.this : purpose => role.arn }
}

output "boundary_arn" {
  description = "ARN of the policy beyond which the installation's roles can never go."
  value       = aws_iam_policy.boundary.arn
}
