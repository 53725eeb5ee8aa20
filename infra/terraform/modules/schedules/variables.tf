variable "name" {
  description = "What all names here begin with."
  type        = string
}

variable "schedules" {
  description = "What runs when: the function, a rate(…) or cron(…) expression in UTC, and whether it is on."
  type = map(object({
    function_arn = string
    expression   = string
    enabled      = optional(bool, true)
  }))
}
