"""Record files and what belongs to them: schemas, settings, positions, layout, git, writing."""
