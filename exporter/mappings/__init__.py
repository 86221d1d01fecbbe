"""What a standard makes of works and agents, where several formats write it.

Formats know nothing of each other. Where two of them differ only in their syntax or in their table, what they say alike
stands here: the elements of Dublin Core and their refinements, the graph of Turtle and JSON-LD, the properties of
DataCite in XML and in JSON, the fields of MARC 21 as ISO 2709 and as XML, the items of CSL in JSON and in YAML, the
entries of BibTeX and of BibLaTeX, with one form of a text or with all.
"""
