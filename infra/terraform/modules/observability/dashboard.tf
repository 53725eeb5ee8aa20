# The dashboard's widgets, three in a row.

locals {
  api_path = ["ApiName", var.api.name, "Stage", var.api.stage]

  sockets_path = ["ApiId", var.sockets.id, "Stage", var.sockets.stage]

  charts = [
    { title = "Requests and refusals", stat = "Sum", metrics = [for metric in ["Count", "4XXError", "5XXError"] : concat(["AWS/ApiGateway", metric], local.api_path)] },
    { title = "Answer time (ms)", stat = "p99", metrics = concat([concat(["AWS/ApiGateway", "Latency"], local.api_path)], [concat(["AWS/ApiGateway", "Latency"], local.api_path, [{ stat = "p50" }])]) },
    { title = "Live sockets", stat = "Sum", metrics = [for metric in ["ConnectCount", "MessageCount", "ClientError", "IntegrationError", "ExecutionError"] : concat(["AWS/ApiGateway", metric], local.sockets_path)] },
    { title = "Function errors", stat = "Sum", metrics = [for name in var.functions : ["AWS/Lambda", "Errors", "FunctionName", name]] },
    { title = "Function time (ms, p99)", stat = "p99", metrics = [for name in var.functions : ["AWS/Lambda", "Duration", "FunctionName", name]] },
    { title = "Copies at the same time", stat = "Maximum", metrics = [["AWS/Lambda", "ConcurrentExecutions"], ["AWS/Lambda", "Throttles"]] },
    { title = "Age of the stream (ms)", stat = "Maximum", metrics = [["AWS/Lambda", "IteratorAge", "FunctionName", var.stream_function]] },
    { title = "Waiting messages", stat = "Maximum", metrics = [for name in var.queues : ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", name]] },
    { title = "Dead letters", stat = "Maximum", metrics = [for name in var.dead_letter_queues : ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", name]] },
    { title = "Capacity of the table", stat = "Sum", metrics = [for metric in ["ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits", "ReadThrottleEvents", "WriteThrottleEvents"] : ["AWS/DynamoDB", metric, "TableName", var.table_name]] },
    { title = "Mail", stat = "Sum", metrics = [for metric in ["Send", "Delivery", "Bounce", "Complaint"] : ["AWS/SES", metric]] },
  ]

  widgets = [for number, chart in local.charts : {
    type   = "metric"
    x      = number % 3 * 8
    y      = floor(number / 3) * 6
    width  = 8
    height = 6
    properties = {
      title   = chart.title
      region  = data.aws_region.this.name
      stat    = chart.stat
      period  = 60
      view    = "timeSeries"
      metrics = chart.metrics
    }
  }]
}
