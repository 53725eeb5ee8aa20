# Made from the app alone, so that the API and the user pool can name it before the branch is there.
output "origin" {
  description = "Where the page is."
  value       = var.domain_name == null ? "https://${replace(var.branch, "/[^a-zA-Z0-9-]/", "-")}.${aws_amplify_app.this.default_domain}" : "https://${var.domain_name}"
}

output "app_id" {
  description = "Id of the Amplify app."
  value       = aws_amplify_app.this.id
}
