"""The command line: `python -m geo COMMAND TOWN ...`.

Exit status 0; 1 with one line on standard error for what the reader can mend; 2 for wrong usage.
Each command stands in its own file of `geo.commands`.
"""

from __future__ import annotations

import sys
import traceback
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import typer

from geo import terminal
from geo.commands import access, build, check, export, fetch, isochrone, matrix, route, sites, tour

app = typer.Typer(
    help="Town Atlas: how long it takes to get to a town, from it and around in it.",
    epilog="\b\nExamples:\n  python -m geo check data/my-town\n"
    "  python -m geo isochrone my-town --hub airport --mode drive --minutes 10,20,30\n\n"
    "COMMAND --help tells more of each.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@dataclass(slots=True)
class Manner:
    """How this run speaks of its own faults."""

    debug: bool = False


@app.callback()
def settings(
    context: typer.Context,
    debug: Annotated[
        bool,
        typer.Option("--debug", envvar="TOWN_ATLAS_DEBUG", help="Show the traceback of an error."),
    ] = False,
) -> None:
    context.obj.debug = debug


def _epilog(examples: Sequence[str]) -> str:
    """The end of a command's help."""
    head = "Example" if len(examples) == 1 else "Examples"
    return "\n".join([f"\b\n{head}:", *(f"  {example}" for example in examples)])


app.command(epilog=_epilog(check.EXAMPLES))(check.check)
app.command(epilog=_epilog(build.EXAMPLES))(build.build)
app.command(epilog=_epilog(fetch.EXAMPLES))(fetch.fetch)
app.command(epilog=_epilog(export.EXAMPLES))(export.export)
app.command(epilog=_epilog(isochrone.EXAMPLES))(isochrone.isochrone)
app.command(epilog=_epilog(matrix.EXAMPLES))(matrix.matrix)
app.command(epilog=_epilog(route.EXAMPLES))(route.route)
app.command(epilog=_epilog(sites.EXAMPLES))(sites.sites)
app.command(epilog=_epilog(access.EXAMPLES))(access.access)
app.command(epilog=_epilog(tour.EXAMPLES))(tour.tour)


def main(typed: Sequence[str] | None = None) -> int:
    """Run one command, of this process by default, and return its exit status."""
    manner = Manner()
    try:
        app(args=typed, prog_name="python -m geo", obj=manner)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        terminal.say_error(error)
        if manner.debug:
            traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    if not sys.warnoptions:  # libraries' warnings are for who works on the atlas
        warnings.simplefilter("ignore")
    sys.exit(main())
