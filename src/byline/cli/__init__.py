"""The command line: flags in, exit codes out. stdout is data, stderr is progress and logs."""

from byline.cli.main import main

__all__ = ["main"]
