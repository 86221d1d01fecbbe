"""What the formats of citation databases share: BibTeX, BibLaTeX, CSL, RIS and Hayagriva.

Each of them has fields for a reference and a note for the rest. `writer` takes a work apart into statements, once for
all of them; a format says by its table which field a statement goes to, and writes it in its syntax.
"""
