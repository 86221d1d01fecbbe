"""How a target writes characters. Knows nothing of bibliography."""
