variable "name" {
  description = "Name of the table."
  type        = string
}

variable "deletion_protection" {
  description = "Whether the table refuses to be deleted."
  type        = bool
  default     = true
}

variable "recovery_days" {
  description = "How far back the table can be restored to any second: 1 to 35 days."
  type        = number
  default     = 35

  validation {
    condition     = var.recovery_days >= 1 && var.recovery_days <= 35
    error_message = "Give 1 to 35 days."
  }
}

variable "kms_key_arn" {
  description = "Key that the table is encrypted with; null for the one that AWS manages for DynamoDB."
  type        = string
  default     = null
}
