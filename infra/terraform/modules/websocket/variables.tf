variable "name" {
  description = "What all names here begin with."
  type        = string
}

variable "stage_name" {
  description = "Name of the stage; the path that pages connect to."
  type        = string
  default     = "live"
}

variable "functions" {
  description = "The functions that are asked when a page connects (connect), is gone (disconnect), and sends a frame (message)."
  type        = map(object({ name = string, invoke_arn = string, qualifier = string }))

  validation {
    condition     = toset(keys(var.functions)) == toset(["connect", "disconnect", "message"])
    error_message = "Give connect, disconnect and message."
  }
}

variable "throttling" {
  description = "Connections and frames of pages a second on average, and how many at once, over the whole API."
  type        = object({ rate = number, burst = number })
  default     = { rate = 50, burst = 200 }
}

variable "log_retention_days" {
  description = "For how many days access and error logs are kept."
  type        = number
  default     = 30
}

variable "kms_key_arn" {
  description = "Key that the logs are encrypted with; null for the one of CloudWatch Logs."
  type        = string
  default     = null
}
