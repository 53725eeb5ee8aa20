"""What the demo's team works on: the new website of a small coffee roaster."""

from dataclasses import dataclass

from relayboard.domain.tasks import Priority, Status

MAYA, JONAS, PRIYA, TOMAS = "maya@example.com", "jonas@example.com", "priya@example.com", "tomas@example.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoTask:
    """A task and what has become of it.

    Attributes:
        due_in_days: from today; negative is overdue, `None` is no due date.
        assignees: by their addresses; the first one moves the task along.
        comments: who said what.
    """

    title: str
    description: str = ""
    status: Status = Status.OPEN
    priority: Priority = Priority.MEDIUM
    due_in_days: int | None = None
    labels: tuple[str, ...] = ()
    assignees: tuple[str, ...] = ()
    comments: tuple[tuple[str, str], ...] = ()


# The last one of a status stands on top of its column.
DEMO_TASKS = (
    DemoTask(
        title="Choose a place for the team day",
        description="Somewhere with a kitchen, at most an hour away.",
        priority=Priority.LOW,
    ),
    DemoTask(
        title="Collect ideas for the autumn blend campaign",
        description="Anything goes at this stage: one line each is enough.",
        priority=Priority.LOW,
        labels=("marketing",),
        assignees=(PRIYA,),
    ),
    DemoTask(
        title="Write alt texts for the product photos",
        description="48 photos. Say what is in the picture, not that it is a picture.",
        due_in_days=9,
        labels=("content", "accessibility"),
        assignees=(TOMAS,),
    ),
    DemoTask(
        title="Check the new prices with accounting",
        description="The list is in the shared folder. *Wholesale* prices change, too.",
        priority=Priority.HIGH,
        due_in_days=3,
        labels=("shop",),
        assignees=(JONAS, PRIYA),
        comments=((MAYA, "Please ask about the 250 g bags in particular."),),
    ),
    DemoTask(
        title="Set up redirects from the old addresses",
        description="- product pages\n- blog posts of the last three years\n- the imprint",
        due_in_days=6,
        labels=("website",),
        assignees=(TOMAS,),
    ),
    DemoTask(
        title="Answer the roaster about the delivery dates",
        priority=Priority.URGENT,
        due_in_days=0,
        labels=("shop",),
        assignees=(PRIYA,),
    ),
    DemoTask(
        title="Renew the certificate of the mail server",
        description="It ends this week. The last time took two days, so begin early.",
        priority=Priority.URGENT,
        due_in_days=-1,
        labels=("operations",),
        assignees=(JONAS,),
        comments=((JONAS, "Waiting for the registrar to answer. I will call them after lunch."),),
    ),
    DemoTask(
        title="Rewrite the page “How we roast”",
        description="Shorter, and with the photos from Tuesday.",
        status=Status.IN_PROGRESS,
        due_in_days=7,
        labels=("content",),
        assignees=(PRIYA,),
    ),
    DemoTask(
        title="Move the newsletter to double opt-in",
        description="Nobody gets mail before they have confirmed their address.",
        status=Status.IN_PROGRESS,
        priority=Priority.HIGH,
        due_in_days=2,
        labels=("marketing", "privacy"),
        assignees=(JONAS, TOMAS),
        comments=(
            (TOMAS, "The confirmation mail is written. Who checks the Portuguese one?"),
            (MAYA, "I do, this afternoon."),
        ),
    ),
    DemoTask(
        title="Make the basket work with the keyboard alone",
        description="Plus, minus and remove cannot be reached with Tab.",
        status=Status.IN_PROGRESS,
        priority=Priority.HIGH,
        due_in_days=-3,
        labels=("website", "accessibility"),
        assignees=(TOMAS,),
        comments=((TOMAS, "Plus and minus are done, *remove* is left."),),
    ),
    DemoTask(
        title="Find out why the search misses “flat white”",
        status=Status.IN_PROGRESS,
        due_in_days=0,
        labels=("website", "bug"),
        assignees=(JONAS,),
    ),
    DemoTask(
        title="Photograph the new packaging",
        description="Front, back, and one with a hand for the size.",
        status=Status.IN_PROGRESS,
        labels=("content",),
        assignees=(PRIYA, TOMAS),
    ),
    DemoTask(
        title="Translate the shipping page into French",
        status=Status.UNDER_REVIEW,
        due_in_days=1,
        labels=("content",),
        assignees=(PRIYA,),
        comments=((PRIYA, "Ready to be read. I was not sure about “point relais”."),),
    ),
    DemoTask(
        title="Show the delivery date in the basket",
        description="For orders before noon: the next working day.",
        status=Status.UNDER_REVIEW,
        priority=Priority.HIGH,
        due_in_days=4,
        labels=("website", "shop"),
        assignees=(JONAS, PRIYA, TOMAS),
        comments=(
            (JONAS, "It knows about public holidays now."),
            (MAYA, "Looks good. What happens on 24 December?"),
            (JONAS, "We say “after the holidays”."),
        ),
    ),
    DemoTask(
        title="Agree on the returns policy",
        status=Status.UNDER_REVIEW,
        labels=("shop", "legal"),
        assignees=(TOMAS,),
    ),
    DemoTask(
        title="Make a list of all pages of the old website",
        status=Status.COMPLETED,
        due_in_days=-10,
        labels=("website",),
        assignees=(TOMAS,),
    ),
    DemoTask(
        title="Choose the photographer",
        status=Status.COMPLETED,
        priority=Priority.LOW,
        labels=("content",),
        assignees=(PRIYA,),
        comments=((PRIYA, "Ines has time on Tuesday and stays within the budget."),),
    ),
    DemoTask(
        title="Back up the old shop's orders",
        description="Seven years, for the tax office.",
        status=Status.COMPLETED,
        priority=Priority.URGENT,
        due_in_days=-5,
        labels=("operations", "legal"),
        assignees=(JONAS,),
    ),
    DemoTask(
        title="Ask ten customers what they miss",
        status=Status.CLOSED,
        due_in_days=-21,
        labels=("marketing",),
        assignees=(PRIYA, JONAS),
        comments=((PRIYA, "Nine of ten: “when does it arrive?”"),),
    ),
    DemoTask(
        title="Sign the contract with the hosting company",
        status=Status.CLOSED,
        priority=Priority.HIGH,
        due_in_days=-14,
        labels=("operations",),
        assignees=(JONAS,),
    ),
)
