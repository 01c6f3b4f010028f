"""``python -m kg``: the command line, for where scripts are not on the path."""

from kg.cli import main

main(prog_name="kg")
