"""Changes to a catalogue that touch several records: renaming, merging and deleting them."""
