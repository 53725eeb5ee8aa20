"""The settings of a Lambda function: read once, when it is initialised."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from relayboard.domain.errors import Invalid

PREFIX = "RELAYBOARD_"
_TEXTS = (
    *("table", "group", "user_pool_id", "topic_arn", "mail_from", "configuration_set", "queue_url"),
    *("webhook", "webhook_secret", "slack", "live_url", "sockets_url", "api_url"),
)
_ROOTS = __file__.rpartition("/")[0] + "/amazon_roots"  # made when the functions are packed


@dataclass(frozen=True, slots=True, kw_only=True)
class LambdaSettings:
    """What Terraform sets; which function is given what stands in `lambdas.functions`.

    Attributes:
        group: of the routes that an API function serves; empty where `operations` names them.
        allowed_domains: of addresses that may sign up; empty allows all.
        admin_emails: who becomes an admin when they confirm their sign-up.
        mail_from: the sender of all mail.
        configuration_set: under which SES counts what becomes of mail.
        webhook, webhook_secret, slack: the receivers of events; empty where there are none.
        allow_private_addresses: whether those may be in a private network, and take http.
        dead_letters: the addresses of the channels' dead-letter queues.
        receivers: the channels of those on the web that are set up.
        public_url: how people reach the page, without a slash at the end.
        live_url: where live sockets are opened; empty where there are none.
        sockets_url: where they are written to.
        api_url: the API's root, as programs reach it.
        status_shards: over how many partitions each column is spread. 1 says that it never was more: then the
            table is not asked, so this number may only grow.
        roots: a file or a folder of the certificates that TLS trusts: AWS's own few, whose reading takes no
            time, unless the environment names others; `None` leaves it to the machine.
        aws: the variables of the environment that AWS's own programs read, credentials among them.
    """

    table: str = ""
    group: str = ""
    operations: tuple[str, ...] = ()
    allowed_origins: frozenset[str] = frozenset()
    allowed_domains: frozenset[str] = frozenset()
    admin_emails: frozenset[str] = frozenset()
    user_pool_id: str = ""
    topic_arn: str = ""
    mail_from: str = ""
    configuration_set: str = ""
    webhook: str = field(default="", repr=False)
    webhook_secret: str = field(default="", repr=False)
    slack: str = field(default="", repr=False)
    allow_private_addresses: bool = False
    dead_letters: tuple[str, ...] = ()
    receivers: tuple[str, ...] = ()
    public_url: str = ""
    live_url: str = ""
    sockets_url: str = ""
    api_url: str = ""
    status_shards: int = 1
    queue_url: str = ""
    log_level: str = "INFO"
    roots: str | None = None
    aws: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def read(cls, environ: Mapping[str, str], *needed: str) -> "LambdaSettings":
        """Read the environment, `RELAYBOARD_TABLE` for `table` and so on. Terraform has checked the values.

        Args:
            needed: the variables without which the function cannot work.

        Raises:
            Invalid: naming every needed variable that is not there.
        """
        missing = [name for name in needed if not environ.get(name)]
        if missing:
            raise Invalid(dict.fromkeys(missing, "Is needed."))
        given = {
            name.removeprefix(PREFIX).lower(): value.strip()
            for name, value in environ.items()
            if name.startswith(PREFIX) and value.strip()
        }
        return cls(
            **{name: given.get(name, "") for name in _TEXTS},
            operations=_words(given.get("operations", "")),
            dead_letters=_words(given.get("dead_letters", "")),
            receivers=_words(given.get("receivers", "")),
            allowed_origins=frozenset(word.rstrip("/") for word in _names(given.get("allowed_origins", ""))),
            allowed_domains=frozenset(word.removeprefix("@") for word in _names(given.get("allowed_domains", ""))),
            admin_emails=_names(given.get("admin_emails", "")),
            public_url=given.get("public_url", "").rstrip("/"),
            allow_private_addresses=given.get("allow_private_addresses") == "true",
            status_shards=int(given.get("status_shards", "1")),
            log_level=given.get("log_level", "INFO").upper(),
            roots=_roots_in(environ),
            aws={name: value for name, value in environ.items() if name.startswith("AWS_")},
        )

    @property
    def region(self) -> str:
        """The region that the function runs in."""
        return self.aws["AWS_REGION"]


def _roots_in(environ: Mapping[str, str]) -> str | None:
    """Return the file that an operator names, or the folder of AWS's own roots; AWS in China has others."""
    is_in_china = environ.get("AWS_REGION", "").startswith("cn-")
    # Not SSL_CERT_FILE: some of Lambda's runtimes set it, and what it names takes 20 ms to read.
    return environ.get("AWS_CA_BUNDLE") or (None if is_in_china else _ROOTS)


def _words(value: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in value.split(",") if word.strip())


def _names(value: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _words(value))
