"""The `relayboard` command."""

import os
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.markup import escape

from relayboard import __version__
from relayboard.domain.errors import Invalid, RelayboardError
from relayboard.local.settings import PREFIX, Settings

cli = typer.Typer(no_args_is_help=True, add_completion=False, help="A team task manager on one machine.")
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
    public_url: PublicUrl = None,
    allowed_domains: Domains = None,
    admin_email: AdminEmail = None,
    allowed_origins: Origins = None,
    requests_per_second: Rate = None,
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
) -> None:
    """Say in words what is wrong with this installation; change nothing."""
    settings = _settings(locals())
    from relayboard.local.doctor import DoctorInput, examine

    findings = examine(
        DoctorInput(
            data=settings.data,
            store=settings.store,
            smtp=settings.smtp or None,
            host=settings.host,
            port=settings.port,
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


def main() -> None:
    """Run the command line."""
    cli()


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
