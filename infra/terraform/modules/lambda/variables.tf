variable "name" {
  description = "Name of the function, its role and its log group."
  type        = string

  validation {
    condition     = length(var.name) <= 64
    error_message = "Lambda takes names of up to 64 characters."
  }
}

variable "description" {
  description = "What the function does."
  type        = string
  default     = null
}

variable "package" {
  description = "The deployment package: where it lies in S3, its base64 SHA-256, runtime (such as python3.13) and architecture (arm64 or x86_64)."
  type = object({
    bucket       = string
    key          = string
    hash         = string
    runtime      = string
    architecture = string
  })
}

variable "handler" {
  description = "Dotted path of the handler."
  type        = string
}

variable "memory_mb" {
  description = "Memory in MB; the processor's share grows with it."
  type        = number
  default     = 512
}

variable "timeout_seconds" {
  description = "After how many seconds a call is cut off."
  type        = number
  default     = 20
}

variable "environment" {
  description = "Environment variables."
  type        = map(string)
  default     = {}
}

variable "statements" {
  description = "What the function may do beside writing its log and its traces."
  type = list(object({
    sid       = string
    actions   = list(string)
    resources = list(string)
  }))
  default = []

  validation {
    condition     = !anytrue([for action in flatten(var.statements[*].actions) : strcontains(action, "*")])
    error_message = "Name each action; no wildcards."
  }
}

variable "log_retention_days" {
  description = "For how many days the log is kept."
  type        = number
  default     = 30
}

variable "kms_key_arn" {
  description = "Key that the log is encrypted with; null for the one of CloudWatch Logs."
  type        = string
  default     = null
}

variable "reserved_concurrency" {
  description = "How many copies may run at the same time, and are kept free for it; -1 for the account's pool."
  type        = number
  default     = -1
}

variable "permissions_boundary_arn" {
  description = "Policy beyond which the role can never go; null for none."
  type        = string
  default     = null
}

variable "is_versioned" {
  description = "Whether to publish versions and call the newest through the alias `live`."
  type        = bool
  default     = false
}

variable "snap_start" {
  description = "Whether versions start from a snapshot (needs is_versioned)."
  type        = bool
  default     = false

  validation {
    condition     = !var.snap_start || var.is_versioned
    error_message = "SnapStart works on versions: set is_versioned."
  }
}

variable "provisioned_concurrency" {
  description = "How many copies are kept warm (needs is_versioned); 0 for none."
  type        = number
  default     = 0

  validation {
    condition     = var.provisioned_concurrency == 0 || var.is_versioned
    error_message = "Provisioned concurrency works on versions: set is_versioned."
  }
}
