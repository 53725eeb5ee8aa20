variable "name" {
  description = "Name of the Amplify app."
  type        = string
}

variable "repository_url" {
  description = "Repository that the page is built from, such as https://github.com/example/relayboard."
  type        = string
}

variable "access_token" {
  description = "GitHub token that sets up the webhook; needed once, when the app is made."
  type        = string
  default     = null
  sensitive   = true
}

variable "branch" {
  description = "Branch that is built."
  type        = string
}

variable "is_production" {
  description = "Whether this is what people work with."
  type        = bool
}

variable "connect_origins" {
  description = "Origins beside its own that the page may call: the API and the user pool."
  type        = list(string)
}

variable "page_config" {
  description = "Content of the page's config.json."
  type        = string
}

variable "domain_name" {
  description = "A domain of one's own for the page; null for Amplify's."
  type        = string
  default     = null
}
