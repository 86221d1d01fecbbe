"""Questions to a catalogue: which records there are, what they say, and who uses them."""
