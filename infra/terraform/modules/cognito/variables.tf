variable "name" {
  description = "Name of the user pool."
  type        = string
}

variable "domain_prefix" {
  description = "Prefix of the hosted sign-in's address; unique in the region over all of AWS."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$", var.domain_prefix)) && !can(regex("aws|amazon|cognito", var.domain_prefix))
    error_message = "Small letters, digits and hyphens, without aws, amazon or cognito."
  }
}

variable "page_origin" {
  description = "Where the page is, such as https://board.example.com; named in invitations."
  type        = string
}

variable "callback_urls" {
  description = "Where the hosted sign-in may send people back to."
  type        = list(string)
}

variable "logout_urls" {
  description = "Where the hosted sign-out may send people to."
  type        = list(string)
}

variable "deletion_protection" {
  description = "Whether the pool refuses to be deleted."
  type        = bool
  default     = true
}

variable "self_sign_up" {
  description = "Whether people may sign up themselves; otherwise they are invited."
  type        = bool
  default     = true
}

variable "totp" {
  description = "Codes of an authenticator app as a second factor: OFF, OPTIONAL or ON."
  type        = string
  default     = "OPTIONAL"

  validation {
    condition     = contains(["OFF", "OPTIONAL", "ON"], var.totp)
    error_message = "OFF, OPTIONAL or ON."
  }
}

variable "token_minutes" {
  description = "For how many minutes ID and access tokens are valid: 5 to 1440."
  type        = number
  default     = 15

  validation {
    condition     = var.token_minutes >= 5 && var.token_minutes <= 1440
    error_message = "Give 5 to 1440 minutes."
  }
}

variable "refresh_token_days" {
  description = "After how many days people have to sign in again."
  type        = number
  default     = 30
}

variable "api_identifier" {
  description = "What the API's scopes begin with."
  type        = string
  default     = "relayboard"
}

variable "api_scopes" {
  description = "The API's scopes with their descriptions; none unless the API takes access tokens."
  type        = map(string)
  default     = {}
}

variable "pre_sign_up" {
  description = "Function that is asked before somebody signs up; null for none."
  type        = object({ name = string, arn = string, qualifier = string })
  default     = null
}

variable "post_confirmation" {
  description = "Function that is called after somebody confirmed the sign-up; null for none."
  type        = object({ name = string, arn = string, qualifier = string })
  default     = null
}

variable "mail_identity_arn" {
  description = "SES identity that codes and invitations are sent from; null for Cognito's own address, 50 mails a day."
  type        = string
  default     = null
}

variable "mail_from" {
  description = "Sender of codes and invitations when they go through SES."
  type        = string
  default     = null
}

variable "configuration_set" {
  description = "SES configuration set of codes and invitations when they go through SES."
  type        = string
  default     = null
}
