"""An OAI-PMH 2.0 data provider: harvesters fetch the works and what has changed since last time.

Source: The Open Archives Initiative Protocol for Metadata Harvesting, version 2.0 of 2002-06-14
(document version 2015-01-08), and its XML schema.
"""
