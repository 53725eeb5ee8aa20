output "app" {
  description = "Everything that people, pipelines and tests have to know about the installation."
  value       = module.app
}

output "page_config" {
  description = "Content of the page's config.json: terraform output -raw page_config > web/dist/config.json"
  value       = module.app.page_config
}
