variable "name" {
  description = "Name of the table."
  type        = string
}

variable "deletion_protection" {
  description = "Whether the table refuses to be deleted."
  type        = bool
  default     = true
}

variable "kms_key_arn" {
  description = "Key that the table is encrypted with; null for the one that AWS manages for DynamoDB."
  type        = string
  default     = null
}
