variable "name" {
  description = "What all names here begin with."
  type        = string
}

variable "channels" {
  description = <<-EOT
    The ways of telling people, by name; adding one is one entry here and one function. Of each: the topic that it hears
    (events, or mail-events: what becomes of mail), the types of events that it wants (null: all; what ends in a dot is how
    they begin), how often a message is received before it is parked, for how long it is hidden while it is worked on, for how
    long it and a parked one are kept, how many are handed over at once, and how many copies of the function may work on it.
  EOT
  type = map(object({
    topic                      = optional(string, "events")
    event_types                = optional(list(string))
    max_receives               = optional(number, 15)
    visibility_timeout_seconds = optional(number, 360)
    kept_seconds               = optional(number, 345600)
    kept_dead_letter_seconds   = optional(number, 1209600)
    batch_size                 = optional(number, 10)
    maximum_concurrency        = optional(number, 5)
  }))

  validation {
    condition     = alltrue([for channel in var.channels : contains(["events", "mail-events"], channel.topic)])
    error_message = "A topic is events or mail-events."
  }
}

variable "channel_functions" {
  description = "ARN of each channel's function."
  type        = map(string)
}

variable "stream" {
  description = "The table's stream, the function that reads it, and when a batch that fails is given up."
  type = object({
    arn                 = string
    function_arn        = string
    maximum_retries     = optional(number, 20)
    maximum_age_seconds = optional(number, 21600)
  })
}

variable "mail_identity" {
  description = "Domain or address that SES sends from."
  type        = string
}

variable "kms_key_arn" {
  description = "Key of the topics; null for the one that AWS manages, where a service can use it."
  type        = string
  default     = null
}
