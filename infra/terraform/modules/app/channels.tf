# The ways of telling people. A new one is one entry here and one worker in the manifest.

locals {
  # Those that keep the ledger: what they give up comes to stand in it.
  told_channels = [for name in ["email", "inbox", "slack", "webhook"] : name if lookup(local.has_address, name, true)]

  wanted_event_types = {
    email    = null # all
    inbox    = null
    live     = ["task.", "comment."]
    names    = ["user.renamed"]
    receipts = null
    slack    = null
    webhook  = null
  }

  # Where it is not the topic of events and a function of the channel's name: receipts hear what becomes of mail.
  other_topics    = { receipts = "mail-events" }
  other_functions = { receipts = "receipts" }

  # Whether a channel is there; those that are not named are. That there is an address is no secret.
  has_address = {
    slack   = nonsensitive(var.slack_url != "")
    webhook = nonsensitive(var.webhook_url != "")
  }

  # Receivers on the web are tried 43 times in a day, others 12 times. Mail that waits for longer goes on from the
  # ledger (schedule-retries); that its messages are parked then says that mail is away.
  least_receives = { slack = 60, webhook = 60 }

  # A push is a hint; what is lost a page asks for when it connects again. An old one is worth nothing.
  most_receives            = { live = 3 }
  kept_seconds             = { live = 600 }
  kept_dead_letter_seconds = { live = 3600 }

  channels = {
    for name, event_types in local.wanted_event_types : name => {
      event_types              = event_types
      topic                    = lookup(local.other_topics, name, "events")
      function                 = lookup(local.other_functions, name, "channel-${name}")
      max_receives             = min(max(var.channel_limits.max_receives, lookup(local.least_receives, name, 0)), lookup(local.most_receives, name, 1000))
      kept_seconds             = lookup(local.kept_seconds, name, null)
      kept_dead_letter_seconds = lookup(local.kept_dead_letter_seconds, name, null)
      maximum_concurrency      = var.channel_limits.maximum_concurrency
      # Six times what the function may take (Lambda Developer Guide, "Configuring a queue to use with Lambda").
      visibility_timeout_seconds = coalesce(
        var.channel_limits.visibility_timeout_seconds,
        6 * local.manifest.workers[lookup(local.other_functions, name, "channel-${name}")].timeout_seconds
      )
    } if lookup(local.has_address, name, true)
  }
}
