"""`python -m sheetflow`: the command line."""

from sheetflow.cli.main import main

if __name__ == "__main__":
    main(prog_name="sheetflow")
