output "id" {
  description = "Id of the API, the dimension of its metrics."
  value       = aws_apigatewayv2_api.this.id
}

output "stage_name" {
  description = "Name of the stage."
  value       = var.stage_name
}

output "origin" {
  description = "Scheme and host that pages connect to."
  value       = "wss://${local.host}"
}

output "url" {
  description = "What pages connect to."
  value       = "wss://${local.host}/${var.stage_name}"
}

output "sockets_url" {
  description = "Where frames are sent to, and connections closed."
  value       = "https://${local.host}/${var.stage_name}"
}

output "connection_arns" {
  description = "What whoever sends frames and closes connections needs execute-api:ManageConnections on."
  value       = [for method in ["POST", "DELETE"] : "${aws_apigatewayv2_api.this.execution_arn}/${var.stage_name}/${method}/@connections/*"]
}
