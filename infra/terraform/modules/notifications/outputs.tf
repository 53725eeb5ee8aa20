output "topic_arn" {
  description = "ARN of the topic of events."
  value       = aws_sns_topic.events.arn
}

output "mail_events_topic_arn" {
  description = "ARN of the topic of what becomes of mail."
  value       = aws_sns_topic.mail_events.arn
}

output "queues" {
  description = "Name, address and ARN of each channel's queue."
  value       = { for name, queue in aws_sqs_queue.channel : name => { name = queue.name, url = queue.url, arn = queue.arn } }
}

output "dead_letter_queues" {
  description = "Name, address and ARN of each channel's dead-letter queue."
  value       = { for name, queue in aws_sqs_queue.dead_letters : name => { name = queue.name, url = queue.url, arn = queue.arn } }
}

output "stream_failures" {
  description = "Name, address and ARN of the queue of batches that the stream gave up."
  value = {
    name = aws_sqs_queue.stream_failures.name
    url  = aws_sqs_queue.stream_failures.url
    arn  = aws_sqs_queue.stream_failures.arn
  }
}

output "mail_identity_arn" {
  description = "ARN of the SES identity."
  value       = aws_sesv2_email_identity.this.arn
}

output "configuration_set" {
  description = "Name and ARN of the SES configuration set."
  value = {
    name = aws_sesv2_configuration_set.this.configuration_set_name
    arn  = aws_sesv2_configuration_set.this.arn
  }
}
