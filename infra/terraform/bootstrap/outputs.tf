output "state_bucket" {
  description = "Bucket of the environments' states: terraform init -backend-config=bucket=…"
  value       = aws_s3_bucket.state.bucket
}

output "role_arns" {
  description = "Roles of the pipelines, by environment and purpose: the variables of the GitHub environments."
  value       = { for name, pipeline in module.pipeline : name => pipeline.role_arns }
}

output "boundary_arns" {
  description = "Policy beyond which roles of each environment can never go: its variable permissions_boundary_arn."
  value       = { for name, pipeline in module.pipeline : name => pipeline.boundary_arn }
}
