variable "name" {
  description = "What all names of the installation begin with, such as relayboard-dev; the roles may touch nothing else."
  type        = string
}

variable "environment" {
  description = "GitHub environment whose jobs may deploy."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]+$", var.environment))
    error_message = "Give a name, without wildcards."
  }
}

variable "repository" {
  description = "GitHub repository that may take the roles on, such as example/relayboard."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$", var.repository))
    error_message = "Give owner/name, without wildcards."
  }
}

variable "oidc_provider_arn" {
  description = "ARN of the account's OIDC provider for GitHub Actions."
  type        = string
}

variable "state_bucket_arn" {
  description = "ARN of the bucket with the state."
  type        = string
}

variable "state_key" {
  description = "Key of this environment's state in it."
  type        = string
}
