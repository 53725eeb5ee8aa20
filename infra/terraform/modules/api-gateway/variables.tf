variable "name" {
  description = "Name of the API."
  type        = string
}

variable "stage_name" {
  description = "Name of the stage; the first part of every path."
  type        = string
  default     = "api"
}

variable "routes" {
  description = "Every route: where it is, who may call it, the model of its body (null: none), and the key of its function."
  type = list(object({
    operation     = string
    method        = string
    path          = string
    authenticated = bool
    group         = string
    body          = optional(string)
    function      = string
  }))
}

variable "paths" {
  description = "Every path and every beginning of one, by how many parts it has."
  type        = map(list(string))
}

variable "models" {
  description = "JSON schemas (draft 4) of bodies, as JSON, by name."
  type        = map(string)
  default     = {}
}

variable "functions" {
  description = "The functions that routes name."
  type        = map(object({ name = string, invoke_arn = string, qualifier = string }))
}

variable "user_pool_arn" {
  description = "User pool whose tokens are taken."
  type        = string
}

variable "api_scopes" {
  description = "The scope that each group of routes wants. Empty: ID tokens are taken; otherwise access tokens with that scope."
  type        = map(string)
  default     = {}
}

variable "allowed_origins" {
  description = "Pages that may call the API, such as https://board.example.com."
  type        = list(string)

  validation {
    condition     = length(var.allowed_origins) > 0 && alltrue([for origin in var.allowed_origins : can(regex("^https?://[a-z0-9.:-]+$", origin))])
    error_message = "Give origins: scheme and host in small letters, no slash at the end, no *."
  }
}

variable "throttling" {
  description = "Requests a second on average, and how many at once, over the whole stage."
  type        = object({ rate = number, burst = number })
  default     = { rate = 100, burst = 200 }
}

variable "method_throttling" {
  description = "The same for single routes, such as \"POST /users\"."
  type        = map(object({ rate = number, burst = number }))
  default     = {}
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
