"""One file a command; `cli.py` lists them and imports one when it is called."""
