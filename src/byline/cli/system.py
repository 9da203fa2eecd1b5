"""`byline doctor`, `config show` and `db migrate`."""

from __future__ import annotations

from typing import Annotated

import typer

from byline.cli.common import (
    COULD_NOT_RUN,
    ConfigOption,
    JsonOption,
    SetOption,
    existing_newsroom,
    load,
    nearest,
    out,
    print_json,
)
from byline.errors import ConfigError

config_group = typer.Typer(help="The settings.", no_args_is_help=True)
db_group = typer.Typer(help="The database.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(doctor)
    app.add_typer(config_group, name="config")
    app.add_typer(db_group, name="db")


def doctor(config: ConfigOption = None, set_: SetOption = None, json: JsonOption = False) -> None:
    """Check that everything a run needs is there."""
    from rich.text import Text

    from byline.app.doctor import check_all

    findings = check_all(load(config, set_))
    if json:
        print_json(findings)
    else:
        for finding in findings:
            out().print(
                Text(f"{'ok  ' if finding.good else 'BAD '} {finding.subject}: {finding.words}"), soft_wrap=True
            )
    if not all(finding.good for finding in findings):
        raise typer.Exit(COULD_NOT_RUN)


@config_group.command("show")
def show(
    section: Annotated[str, typer.Argument(help="Only this section.")] = "",
    config: ConfigOption = None,
    set_: SetOption = None,
    json: JsonOption = False,
) -> None:
    """Print each setting, its value and where it came from."""
    from rich.text import Text

    from byline.config.template import toml_value

    every = load(config, set_).rows()
    sections = list(dict.fromkeys(row[0] for row in every))
    if section and section not in sections:
        advice = nearest(section, sections, what="Sections")
        raise ConfigError("there is no such section.", subject=section, advice=advice)
    rows = [row for row in every if section in ("", row[0])]
    if json:
        print_json([{"section": s, "key": k, "value": v, "origin": o} for s, k, v, o in rows])
        return
    for name, key, value, origin in rows:
        out().print(Text(f"{name}.{key} = {toml_value(value)}  ({origin})"), soft_wrap=True)


@db_group.command("migrate")
def migrate(config: ConfigOption = None, set_: SetOption = None) -> None:
    """Bring the database to this version's form (opening it does the same)."""
    with existing_newsroom(config, set_) as newsroom:
        feeds = len(newsroom.store.feed_states())
        out().print(f"{newsroom.database} is up to date ({feeds} feeds).", markup=False, soft_wrap=True)
