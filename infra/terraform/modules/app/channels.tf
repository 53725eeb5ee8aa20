# The ways of telling people. A new one is one entry here and one worker in the manifest.

locals {
  # Those that tell people: what they give up comes to stand in the ledger.
  told_channels = ["email", "inbox"]

  wanted_event_types = {
    email   = null # all
    inbox   = null
    names   = ["user.renamed"]
    slack   = null
    webhook = null
  }

  # Whether a channel is there; those that are not named are. That there is an address is no secret.
  has_address = {
    slack   = nonsensitive(var.slack_url != "")
    webhook = nonsensitive(var.webhook_url != "")
  }

  # Receivers on the web are tried 43 times in a day, others 12 times.
  least_receives = { slack = 60, webhook = 60 }

  channels = {
    for name, event_types in local.wanted_event_types : name => {
      event_types         = event_types
      max_receives        = max(var.channel_limits.max_receives, lookup(local.least_receives, name, 0))
      maximum_concurrency = var.channel_limits.maximum_concurrency
      # Six times what the function may take (Lambda Developer Guide, "Configuring a queue to use with Lambda").
      visibility_timeout_seconds = coalesce(
        var.channel_limits.visibility_timeout_seconds, 6 * local.manifest.workers["channel-${name}"].timeout_seconds
      )
    } if lookup(local.has_address, name, true)
  }
}
