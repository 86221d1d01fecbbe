"""The export formats: one module or folder for each standard, with its table."""
