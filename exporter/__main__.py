"""`python -m exporter` is the command `exporter`."""

from exporter.cli.main import main

if __name__ == "__main__":
    main()
