output "id" {
  description = "Id of the API."
  value       = aws_api_gateway_rest_api.this.id
}

output "name" {
  description = "Name of the API, the dimension of its metrics."
  value       = aws_api_gateway_rest_api.this.name
}

output "origin" {
  description = "Scheme and host of the API."
  value       = local.origin
}

output "api_base" {
  description = "What the page puts before every path of the API."
  value       = "${local.origin}/${var.stage_name}/${local.root}"
}

output "stage_name" {
  description = "Name of the stage."
  value       = var.stage_name
}
