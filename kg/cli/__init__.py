"""The command line: arguments in, one call into the library, text out."""

import sys
from typing import Any

import click

import kg
from kg.errors import KgError

#: Command -> module and attribute; loaded when used, so that ``kg --help`` waits for no model library.
_COMMANDS = {
    "build": "kg.cli.build:build",
    "demo": "kg.cli.build:demo",
    "extract": "kg.cli.read:extract",
    "evaluate": "kg.cli.read:evaluate",
    "link": "kg.cli.read:link",
    "query": "kg.cli.ask:query",
    "explain": "kg.cli.ask:explain",
    "validate": "kg.cli.ask:validate",
    "view": "kg.cli.ask:view",
    "serve": "kg.cli.ask:serve",
    "review": "kg.cli.review:review",
    "model": "kg.cli.model:model",
    "completion": "kg.cli.model:completion",
}


class _Lazy(click.Group):
    """A group whose commands are imported on first use, and where errors of ours become one line and an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, _, attribute = _COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(__import__(module, fromlist=[attribute]), attribute)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KgError as exc:
            if ctx.params.get("debug"):
                raise
            click.echo(f"kg: {exc}", err=True)
            ctx.exit(exc.exit_code)
        except BrokenPipeError:
            # The reader of our output went away (kg extract ... | head): nothing to say.
            sys.stderr.close()
            ctx.exit(0)


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(kg.__version__, prog_name="kg")
@click.option("--debug", is_flag=True, help="Show the traceback of an error instead of one line.")
def main(debug: bool) -> None:
    """Turn Chinese news into a knowledge graph: offline, with the sentence behind every fact.

    \b
    kg demo                                build and open the shipped sample
    kg build news/ -o out/                 articles -> graph and all exports
    kg query out/ who-met-whom --set person=秦刚
    kg serve out/                          explorer and SPARQL at http://127.0.0.1:7171/
    """
