variable "name" {
  description = "What all names begin with."
  type        = string
  default     = "relayboard"
}

variable "region" {
  description = "AWS region of the state and of the environments."
  type        = string
  default     = "eu-west-1"
}

variable "github_repository" {
  description = "Repository whose pipelines deploy, such as example/relayboard."
  type        = string
}

variable "environments" {
  description = "Environments that get roles to plan and to deploy."
  type        = list(string)
  default     = ["dev", "prod"]
}

variable "s3_use_path_style" {
  description = "Only for S3 in other places than AWS: the bucket in the path instead of the host name."
  type        = bool
  default     = false
}
