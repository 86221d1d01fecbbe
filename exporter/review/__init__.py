"""What a change of a catalogue means, and where a delivery comes from."""
