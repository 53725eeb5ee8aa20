"""That we are here, as it is answered."""

from relayboard.api.views.pages import View


class HealthView(View):
    """That the API answers, and which version it is."""

    status: str
    version: str
