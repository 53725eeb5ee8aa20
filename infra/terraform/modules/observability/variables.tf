variable "name" {
  description = "What all names here begin with."
  type        = string
}

variable "alarm_email" {
  description = "Who is told of alarms, once they have confirmed it; null for nobody."
  type        = string
  default     = null
}

variable "api" {
  description = "Name and stage of the API."
  type        = object({ name = string, stage = string })
}

variable "sockets" {
  description = "Id and stage of the WebSocket API."
  type        = object({ id = string, stage = string })
}

variable "functions" {
  description = "Names of all functions."
  type        = list(string)
}

variable "stream_function" {
  description = "Name of the function that reads the stream."
  type        = string
}

variable "table_name" {
  description = "Name of the table."
  type        = string
}

variable "queues" {
  description = "Names of the channels' queues."
  type        = list(string)
}

variable "dead_letter_queues" {
  description = "Names of all queues where something lies that was given up."
  type        = list(string)
}

variable "thresholds" {
  description = "Beyond what there is an alarm: 5xx answers a minute, slowest hundredth in ms, age of the stream in ms."
  type = object({
    server_errors   = optional(number, 0)
    p99_ms          = optional(number, 2000)
    iterator_age_ms = optional(number, 300000)
  })
  default = {}
}

variable "kms_key_arn" {
  description = "Key of the topic of alarms; null for none."
  type        = string
  default     = null
}
