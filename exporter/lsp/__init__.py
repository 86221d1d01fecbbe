"""The language server: findings, completion and hover text while records are edited."""
