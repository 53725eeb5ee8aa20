variable "name" {
  description = "What all names begin with, before the environment."
  type        = string
  default     = "relayboard"
}

variable "environment" {
  description = "Which installation this is, such as dev or prod."
  type        = string
}

variable "manifest_path" {
  description = "Manifest of routes and functions; null for infra/generated/functions.json."
  type        = string
  default     = null
}

variable "function_layout" {
  description = "grouped: routes that need the same rights share a function. per_operation: each has its own."
  type        = string
  default     = "grouped"

  validation {
    condition     = contains(["grouped", "per_operation"], var.function_layout)
    error_message = "grouped or per_operation."
  }
}

variable "package_path" {
  description = "The zip that make package builds."
  type        = string
}

variable "package_manifest_path" {
  description = "What make package says of it; null for package.json beside it."
  type        = string
  default     = null
}

variable "runtime" {
  description = "Lambda runtime; null for the one whose byte-code is in the package."
  type        = string
  default     = null
}

variable "architecture" {
  description = "arm64 or x86_64; null for the package's own."
  type        = string
  default     = null
}

variable "snap_start" {
  description = "Whether the API's functions start from a snapshot: for accounts where cold starts hurt more than its price."
  type        = bool
  default     = false
}

variable "provisioned_concurrency" {
  description = "How many copies of each of the API's functions are kept warm; 0 for none."
  type        = number
  default     = 0
}

variable "extra_environment" {
  description = "Further environment variables of all functions."
  type        = map(string)
  default     = {}
}

variable "permissions_boundary_arn" {
  description = "Policy beyond which no role can go; needed when a pipeline's role deploys. Null for none."
  type        = string
  default     = null
}

variable "deletion_protection" {
  description = "Whether the table and the user pool refuse to be deleted."
  type        = bool
  default     = true
}

variable "customer_managed_key" {
  description = "Whether the topics have a key of their own (a dollar a month)."
  type        = bool
  default     = false
}

variable "status_shards" {
  description = "Over how many partitions each column of a board is spread; never lower it."
  type        = number
  default     = 1

  validation {
    condition     = var.status_shards >= 1 && floor(var.status_shards) == var.status_shards
    error_message = "Give a whole number from 1."
  }
}

variable "log_level" {
  description = "debug, info, warning or error."
  type        = string
  default     = "info"
}

variable "log_retention_days" {
  description = "For how many days logs are kept."
  type        = number
  default     = 30
}

variable "page_origin" {
  description = "Where the page is, such as https://board.example.com; null for Amplify's address."
  type        = string
  default     = null
}

variable "page_domain" {
  description = "A domain of one's own that Amplify serves the page under; null for Amplify's."
  type        = string
  default     = null
}

variable "allowed_origins" {
  description = "Further pages that may call the API."
  type        = list(string)
  default     = []
}

variable "callback_urls" {
  description = "Further addresses that the hosted sign-in may send people back to."
  type        = list(string)
  default     = []
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

variable "allowed_domains" {
  description = "Domains whose addresses may sign up; none allows all."
  type        = list(string)
  default     = []
}

variable "admin_emails" {
  description = "Who becomes an admin when they confirm their sign-up."
  type        = list(string)
  default     = []
}

variable "self_sign_up" {
  description = "Whether people may sign up themselves; otherwise they are invited."
  type        = bool
  default     = true
}

variable "totp" {
  description = "Second factor: OFF, OPTIONAL or ON."
  type        = string
  default     = "OPTIONAL"
}

variable "token_kind" {
  description = <<-EOT
    Which token the API takes: id, or access with a scope for each group of routes. Access tokens carry those scopes only
    after the hosted sign-in; the page's own sign-in form works with id.
  EOT
  type        = string
  default     = "id"

  validation {
    condition     = contains(["id", "access"], var.token_kind)
    error_message = "id or access."
  }
}

variable "domain_prefix" {
  description = "Prefix of the hosted sign-in's address; null for the installation's name and the account's number."
  type        = string
  default     = null
}

variable "mail_from" {
  description = "Sender of all mail, such as Relayboard <board@example.com>."
  type        = string
}

variable "mail_identity" {
  description = "Domain or address that SES sends from; null for the sender's domain."
  type        = string
  default     = null
}

variable "pool_sends_through_ses" {
  description = "Whether codes and invitations go through SES too: once the identity is verified. Otherwise Cognito sends 50 a day."
  type        = bool
  default     = false
}

variable "channel_limits" {
  description = "When a channel's message is parked and for how many seconds it is hidden while it is worked on (null: six times the function's limit). max_receives has to be larger than the 12 attempts of a delivery."
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

  validation {
    condition     = var.webhook_url == "" || ((startswith(var.webhook_url, "https://") || var.allow_private_addresses) && length(var.webhook_secret) >= 16)
    error_message = "Give an https address, and a webhook_secret of at least 16 characters."
  }
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

  validation {
    condition     = var.slack_url == "" || startswith(var.slack_url, "https://") || var.allow_private_addresses
    error_message = "Give an https address."
  }
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

variable "throttling" {
  description = "Requests a second on average, and how many at once, over the whole API."
  type        = object({ rate = number, burst = number })
  default     = { rate = 100, burst = 200 }
}

variable "method_throttling" {
  description = "The same for single routes."
  type        = map(object({ rate = number, burst = number }))
  default = {
    # Each of these sends a mail to an address of the caller's choice.
    "POST /users" = { rate = 2, burst = 10 }
  }
}

variable "alarm_email" {
  description = "Who is told of alarms; null for nobody."
  type        = string
  default     = null
}

variable "alarm_thresholds" {
  description = "Beyond what there is an alarm: 5xx answers a minute, slowest hundredth in ms, age of the stream in ms."
  type = object({
    server_errors   = optional(number, 0)
    p99_ms          = optional(number, 2000)
    iterator_age_ms = optional(number, 300000)
  })
  default = {}
}
