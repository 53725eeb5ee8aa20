output "dead_letter_queue" {
  description = "Name and ARN of the queue of calls that failed."
  value       = { name = aws_sqs_queue.dead_letters.name, arn = aws_sqs_queue.dead_letters.arn }
}
