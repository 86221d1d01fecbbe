"""The domain, one idea a file. Imports no step and no format."""
