"""The `relayboard` command."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress

from relayboard import __version__
from relayboard.domain.errors import Invalid, RelayboardError
from relayboard.local.settings import PREFIX, Settings

cli = typer.Typer(no_args_is_help=True, add_completion=False, help="A team task manager on one machine.")
deliveries = typer.Typer(no_args_is_help=True, help="See which notices were given up, and send them again.")
cli.add_typer(deliveries, name="deliveries")
_console = Console(highlight=False, soft_wrap=True)
_errors = Console(stderr=True, highlight=False, soft_wrap=True)

Host = Annotated[str | None, typer.Option(help="The address to listen on. [127.0.0.1]")]
Port = Annotated[int | None, typer.Option(help="The port to listen on; 0 takes a free one. [8000]")]
Data = Annotated[
    Path | None, typer.Option(help="The folder for everything that has to survive. [relayboard-data]")
]
Store = Annotated[str | None, typer.Option(help="sqlite, or dynamodb://TABLE?region=…&endpoint=… [sqlite]")]
Smtp = Annotated[
    str | None, typer.Option(help="smtp://user:password@host:port; without it mail stays in DATA/mailbox.")
]
MailFrom = Annotated[str | None, typer.Option(help="The sender of all mail.")]
MailRate = Annotated[float | None, typer.Option(help="Mails a second at most; 0: no limit. [0]")]
Webhook = Annotated[
    str | None, typer.Option(help="Events are posted here, signed with RELAYBOARD_WEBHOOK_SECRET: https://…")
]
Slack = Annotated[str | None, typer.Option(help="A Slack-compatible incoming web hook; its address is a secret.")]
AllowPrivate = Annotated[
    bool | None,
    typer.Option("--allow-private-addresses", help="Let those two be in a private network, and take http."),
]
PublicUrl = Annotated[str | None, typer.Option(help="How people reach this server, for links. [http://HOST:PORT]")]
Domains = Annotated[
    str | None, typer.Option(help="Only addresses of these domains may sign up: a.example,b.example")
]
AdminEmail = Annotated[
    str | None, typer.Option(help="Becomes an admin on confirming the sign-up; several by commas.")
]
Origins = Annotated[str | None, typer.Option(help="Pages elsewhere that may call the API: https://a.example,…")]
Rate = Annotated[
    float | None, typer.Option(help="Requests a second for one person, on average; 0: no limit. [50]")
]
Shards = Annotated[
    int | None, typer.Option(help="Partitions for each column, 1 to 64; can be raised, never lowered. [1]")
]
Demo = Annotated[bool | None, typer.Option("--demo", help="Begin with demo data, and print its sign-ins.")]
LogLevel = Annotated[str | None, typer.Option(help="debug, info, warning or error. [warning]")]


@cli.callback(invoke_without_command=True)
def root(*, version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    """A team task manager: assign it, do it, prove it."""
    if version:
        _console.print(f"relayboard {__version__}")
        raise typer.Exit


@cli.command()
def serve(
    *,
    host: Host = None,
    port: Port = None,
    data: Data = None,
    store: Store = None,
    smtp: Smtp = None,
    mail_from: MailFrom = None,
    mails_per_second: MailRate = None,
    webhook: Webhook = None,
    slack: Slack = None,
    allow_private_addresses: AllowPrivate = None,
    public_url: PublicUrl = None,
    allowed_domains: Domains = None,
    admin_email: AdminEmail = None,
    allowed_origins: Origins = None,
    requests_per_second: Rate = None,
    status_shards: Shards = None,
    demo: Demo = None,
    log_level: LogLevel = None,
) -> None:
    """Serve the page, the API, the user pool and the mailbox on one port.

    Every option is also an environment variable: RELAYBOARD_PORT, RELAYBOARD_REQUESTS_PER_SECOND and so on.
    """
    settings = _settings(locals())
    # Imported here, so that `--help` and mistakes in the options are answered at once.
    from relayboard.local.server import serve_until_stopped

    try:
        serve_until_stopped(settings, _console)
    except (RelayboardError, OSError) as error:
        _fail(f"{error}\nRun `relayboard doctor` to find out more.")


@cli.command()
def doctor(
    *,
    host: Host = None,
    port: Port = None,
    data: Data = None,
    store: Store = None,
    smtp: Smtp = None,
    mails_per_second: MailRate = None,
    webhook: Webhook = None,
    slack: Slack = None,
    allow_private_addresses: AllowPrivate = None,
) -> None:
    """Say in words what is wrong with this installation; change nothing."""
    settings = _settings(locals())
    from relayboard.local.doctor.examination import DoctorInput, examine

    findings = examine(
        DoctorInput(
            data=settings.data,
            store=settings.store,
            smtp=settings.smtp or None,
            mails_per_second=settings.mails_per_second,
            host=settings.host,
            port=settings.port,
            endpoints=settings.endpoints,
            aws=settings.aws,
        )
    )
    for finding in findings:
        mark = "[green]ok[/]    " if finding.ok else "[red]wrong[/] "
        _console.print(f"{mark} {escape(finding.what)}")
        if finding.advice:
            _console.print(f"       {escape(finding.advice)}")
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)


@cli.command()
def backup(
    target: Annotated[Path, typer.Argument(help="A folder that is not there yet.")], data: Data = None
) -> None:
    """Copy database and signing key as they are at one moment; a server may go on working.

    Mail in DATA/mailbox is not copied.
    """
    settings = _sqlite_settings(data)
    from relayboard.local.data.backup import back_up

    with _progress("Backing up") as progress:
        back_up(settings.data, target, progress=progress)
    _console.print(f"The backup in {target} is whole. It holds the key that signs tokens: keep it secret.")


@cli.command()
def restore(
    source: Annotated[Path, typer.Argument(help="A folder that `relayboard backup` made.")],
    data: Data = None,
    *,
    force: Annotated[bool, typer.Option("--force", help="Move a database that is there aside.")] = False,
) -> None:
    """Put a backup in the data folder, while no server uses it.

    Notices that were under way when the backup was made are sent, though they may have been sent since.
    """
    settings = _sqlite_settings(data)
    from relayboard.local.data.backup import restore as put_back

    with _progress("Restoring") as progress:
        old = put_back(source, settings.data, force=force, at=datetime.now(UTC), progress=progress)
    _console.print(f"{settings.data} is as it was in {source}.")
    if old is not None:
        _console.print(f"What was there before is in {old}.")


@cli.command("export")
def export_items(
    file: Annotated[Path, typer.Argument(help="A file that is not there yet: FILE.jsonl")], data: Data = None
) -> None:
    """Write everything in the table into a file of JSON Lines; a server may go on working.

    Accounts with their password hashes are included: keep the file secret. Not included are the signing key, so
    that everybody signs in again elsewhere, mail in DATA/mailbox, and notices of which no channel has heard yet.
    """
    settings = _sqlite_settings(data)
    from relayboard.local.data.transfer import export_from

    with _progress("Exporting") as progress:
        count = export_from(settings.data, file, progress=progress)
    _console.print(f"{count} items are in {file}.")


@cli.command("import")
def import_items(
    file: Annotated[Path, typer.Argument(help="A file that `relayboard export` wrote.")],
    data: Data = None,
    *,
    force: Annotated[bool, typer.Option("--force", help="Write over the data that is there.")] = False,
) -> None:
    """Read an export into the data folder, while no server uses it; nobody gets mail about it.

    Interrupted, it goes on where it was when it is started again.
    """
    settings = _sqlite_settings(data)
    from relayboard.local.data.transfer import import_into

    with _progress("Importing") as progress:
        count = import_into(settings.data, file, force=force, progress=progress)
    _console.print(f"All {count} items of {file} are in {settings.data}.")


@cli.command("migrate")
def migrate_items(
    *,
    to: Annotated[str, typer.Option(help="sqlite, dynamodb, or dynamodb://TABLE?region=…&endpoint=…")],
    from_: Annotated[str, typer.Option("--from", help="The same, of where everything is now.")] = "sqlite",
    data: Data = None,
    user_pool: Annotated[
        str | None, typer.Option(help="Make everybody an account in this Cognito user pool, and rename them.")
    ] = None,
) -> None:
    """Move everything into another engine's empty table, while no server uses either, and compare both at the end.

    Interrupted, it goes on where it was when it is started again. Nobody gets mail about it. The source stays as
    it was. Not moved are the signing key and mail in DATA/mailbox.
    """
    settings = _settings({"data": data})
    from relayboard.adapters.system_clock import SystemClock
    from relayboard.local.data.move_ends import ends_of
    from relayboard.local.data.moving import migrate

    with _steps() as step:
        ends = ends_of(from_, to, settings.data, settings.aws)
        moved = migrate(*ends, clock=SystemClock(), step=step, user_pool=user_pool)
    for name, tally in (("Source", moved.source), ("Target", moved.target)):
        _console.print(
            f"{name}: {tally.items} items ({tally.tasks} tasks, {tally.people} people),"
            f" checksum {tally.checksum:032x}"
        )
    _console.print(f"Both are the same. {moved.items} items were moved in this run.")


@cli.command()
def cost(
    *,
    users: Annotated[int, typer.Option(min=0, help="Who sign in at least once a month.")] = 25,
    tasks: Annotated[int, typer.Option(min=0, help="Tasks created a month.")] = 500,
    reads: Annotated[int, typer.Option(min=0, help="Requests a month that read a task or a page.")] = 50_000,
    assignees: Annotated[float, typer.Option(min=0, max=25, help="People given to each task.")] = 1.0,
    moves: Annotated[float, typer.Option(min=0, help="How often each is moved to another column.")] = 3.0,
    comments: Annotated[float, typer.Option(min=0, help="What is said on each.")] = 1.0,
    own_key: Annotated[bool, typer.Option("--own-key", help="With customer_managed_key, as in prod.")] = False,
    free_tier: Annotated[bool, typer.Option(help="Count what AWS gives for nothing each month, for ever.")] = True,
    prices: Annotated[Path | None, typer.Option(help="Another region's prices. [us-east-1's]")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Say what a month on AWS costs, line by line, when nobody comes and when people work."""
    from relayboard.local.costs.bill import Usage
    from relayboard.local.costs.prices import PACKAGED, PricesUnreadable, read_prices
    from relayboard.local.costs.report import dates_of, json_of, table_of

    usage = Usage(
        users=users,
        tasks=tasks,
        reads=reads,
        assignees=assignees,
        moves=moves,
        comments=comments,
        own_key=own_key,
    )
    try:
        found = read_prices(prices or PACKAGED)
    except PricesUnreadable as error:
        _fail(str(error))
    if as_json:
        _console.print_json(data=json_of(usage, found, with_free=free_tier))
        return
    _console.print(table_of(usage, found, with_free=free_tier))
    _console.print(dates_of(found))


@deliveries.command("list")
def list_deliveries(
    *,
    data: Data = None,
    store: Store = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the deliveries that failed, newest first: why, and what would have been sent."""
    from relayboard.local.failed_deliveries import json_of, opened, table_of

    with _told(), opened(_settings({"data": data, "store": store})) as ledger:
        failed = ledger.failed()
    if as_json:
        _console.print_json(data=json_of(failed))
    elif failed:
        _console.print(table_of(failed))
    else:
        _console.print("No delivery has failed.")


@deliveries.command("redrive")
def redrive_deliveries(
    ids: Annotated[list[str] | None, typer.Argument(help="As `relayboard deliveries list` shows them.")] = None,
    *,
    everything: Annotated[bool, typer.Option("--all", help="All that have failed until now.")] = False,
    data: Data = None,
    store: Store = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Send failed deliveries again; the server does so, now if it runs, or when it is started."""
    if bool(ids) is everything:
        _fail("Name some deliveries, or say --all.")
    from relayboard.local.failed_deliveries import opened

    with _told(), opened(_settings({"data": data, "store": store})) as ledger:
        taken, not_failed = ledger.redrive_all() if everything else ledger.redrive(ids or [])
    if as_json:
        _console.print_json(data={"taken": taken, "notFailed": not_failed})
        return
    _console.print(f"{len(taken)} are sent again.")
    for one in not_failed:
        _console.print(f"Not failed, or not any more: {one}", markup=False)


def main() -> None:
    """Run the command line."""
    cli()


def _sqlite_settings(data: Path | None) -> Settings:
    settings = _settings({"data": data})
    if settings.store != "sqlite":
        _fail("The data is in DynamoDB, which has backups and exports of its own (point-in-time recovery).")
    return settings


@contextmanager
def _progress(title: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar while work goes on, and end the program with the words of its error."""
    with _steps() as step:
        yield step(title)


@contextmanager
def _told() -> Iterator[None]:
    """End the program with the words of its error."""
    try:
        yield
    except (RelayboardError, OSError) as error:
        _fail(str(error))


@contextmanager
def _steps() -> Iterator[Callable[[str], Callable[[int, int], None]]]:
    """Show a bar for each step that is begun, and end the program with the words of its error."""
    try:
        with Progress(console=_errors, transient=True, disable=not _errors.is_terminal) as bar:

            def begin(title: str) -> Callable[[int, int], None]:
                task = bar.add_task(title, total=None)
                return lambda done, total: bar.update(task, completed=done, total=total)

            yield begin
    except (RelayboardError, OSError) as error:
        _fail(str(error))


def _settings(flags: dict[str, object]) -> Settings:
    try:
        return Settings.read(os.environ, flags)  # noqa: TID251 - the one place that reads the environment
    except Invalid as error:
        _fail("\n".join(f"{_flag(name)}: {problem}" for name, problem in error.fields.items()))


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')} or {PREFIX}{name.upper()}"


def _fail(text: str) -> NoReturn:
    _errors.print(text, style="red", markup=False)
    raise typer.Exit(1)
