# The pipelines' roles of dev, which bootstrap makes: applied first, so that the rest is applied with their rights.

module "pipeline" {
  source = "../modules/iam"

  name              = "relayboard-dev"
  environment       = "dev"
  repository        = "example/relayboard"
  oidc_provider_arn = "arn:aws:iam::000000000000:oidc-provider/token.actions.githubusercontent.com"
  state_bucket_arn  = "arn:aws:s3:::state"
  state_key         = "dev/terraform.tfstate"
}

output "boundary_arn" {
  value = module.pipeline.boundary_arn
}

output "role_arns" {
  value = module.pipeline.role_arns
}
