"""What a standard makes of works and agents, where several formats write it: MARC 21 as ISO 2709 and as XML."""
