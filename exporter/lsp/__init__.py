"""The language server: findings, completion, hover and fixes while records are edited."""
