variable "region" {
  description = "AWS region."
  type        = string
  default     = "eu-west-1"
}

variable "s3_use_path_style" {
  description = "Only for S3 in other places than AWS: the bucket in the path instead of the host name."
  type        = bool
  default     = false
}

variable "package_path" {
  description = "The zip that make package builds."
  type        = string
  default     = "../../../../build/relayboard-arm64.zip"
}

variable "function_layout" {
  description = "grouped or per_operation: whether routes that need the same rights share a function."
  type        = string
  default     = "grouped"
}

variable "token_kind" {
  description = "Which token the API takes: id, or access with scopes."
  type        = string
  default     = "id"
}

variable "status_shards" {
  description = "Over how many partitions each column of a board is spread; never lower it."
  type        = number
  default     = 1
}

variable "log_level" {
  description = "debug, info, warning or error."
  type        = string
  default     = "info"
}

variable "channel_limits" {
  description = "When a channel's message is parked, and for how many seconds it is hidden while it is worked on."
  type = object({
    max_receives               = optional(number, 15)
    visibility_timeout_seconds = optional(number)
    maximum_concurrency        = optional(number, 5)
  })
  default = {}
}

variable "webhook_url" {
  description = "Where every event is posted to, such as https://hooks.example.com/relayboard; empty for nowhere."
  type        = string
  default     = ""
  sensitive   = true
}

variable "webhook_secret" {
  description = "What those posts are signed with; at least 16 characters."
  type        = string
  default     = ""
  sensitive   = true
}

variable "slack_url" {
  description = "Secret address of a Slack-compatible incoming web hook; empty for none."
  type        = string
  default     = ""
  sensitive   = true
}

variable "allow_private_addresses" {
  description = "Whether the web hook and the chat may be in a private network, and take http."
  type        = bool
  default     = false
}

variable "stream_limits" {
  description = "When a batch of the stream that fails is given up."
  type = object({
    maximum_retries     = optional(number, 20)
    maximum_age_seconds = optional(number, 21600)
  })
  default = {}
}

variable "permissions_boundary_arn" {
  description = "Bootstrap's boundary for this environment; needed when the pipeline deploys."
  type        = string
  default     = null
}

variable "page_origin" {
  description = "Where the page is; null for Amplify's address."
  type        = string
  default     = null
}

variable "repository_url" {
  description = "Repository that Amplify builds the page from; null for no Amplify app."
  type        = string
  default     = null
}

variable "branch" {
  description = "Branch that Amplify builds."
  type        = string
  default     = "main"
}

variable "amplify_access_token" {
  description = "GitHub token that sets up Amplify's webhook; needed once."
  type        = string
  default     = null
  sensitive   = true
}

variable "mail_from" {
  description = "Sender of all mail, such as Relayboard <board@example.com>."
  type        = string
}

variable "admin_emails" {
  description = "Who becomes an admin when they confirm their sign-up."
  type        = list(string)
  default     = []
}

variable "allowed_domains" {
  description = "Domains whose addresses may sign up; none allows all."
  type        = list(string)
  default     = []
}

variable "alarm_email" {
  description = "Who is told of alarms; null for nobody."
  type        = string
  default     = null
}
