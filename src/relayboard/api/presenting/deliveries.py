"""Failed deliveries, and what is sent again."""

from relayboard.api.presenting.history import delivery_facts, delivery_view, event_facts
from relayboard.api.views.deliveries import DeliveryNameView, FailedDeliveryView, NewsView, RedrivenView
from relayboard.domain.events import Event
from relayboard.notify.wording import headline
from relayboard.services.deliveries import FailedDelivery, Redriven


def failed_view(failed: FailedDelivery) -> FailedDeliveryView:
    news = None if failed.event is None else news_view(failed.event)
    return FailedDeliveryView(**delivery_facts(failed.delivery), news=news)


def news_view(event: Event) -> NewsView:
    return NewsView(**event_facts(event), text=headline(event))


def redriven_view(redriven: Redriven) -> RedrivenView:
    return RedrivenView(
        taken=[delivery_view(delivery) for delivery in redriven.taken],
        not_failed=[
            DeliveryNameView(event_id=name.event_id, channel=name.channel, user_id=name.user_id)
            for name in redriven.not_failed
        ],
        more=redriven.more,
    )
