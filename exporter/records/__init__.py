"""Record files and what belongs to them: schemas, settings, positions, formatting, git, writing."""
