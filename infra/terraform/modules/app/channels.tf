# The ways of telling people. A new one is one entry here and one worker in the manifest.

locals {
  wanted_event_types = {
    email = null # all
    inbox = null
    names = ["user.renamed"]
  }

  channels = {
    for name, event_types in local.wanted_event_types : name => {
      event_types         = event_types
      max_receives        = var.channel_limits.max_receives
      maximum_concurrency = var.channel_limits.maximum_concurrency
      # Six times what the function may take (Lambda Developer Guide, "Configuring a queue to use with Lambda").
      visibility_timeout_seconds = coalesce(
        var.channel_limits.visibility_timeout_seconds, 6 * local.manifest.workers["channel-${name}"].timeout_seconds
      )
    }
  }
}
