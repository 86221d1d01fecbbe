"""A web site of a catalogue: static pages that need no script to be read.

One page is made for each record, and lists of all of them by title, name, date, subject, kind and
series. `pages` says which pages there are, `index` what lists say of a record and who refers to it,
`record_pages` and `list_pages` what a page says, `templates/` how it looks, and `output` writes the
files that have changed.
"""

from exporter.site.time_zone import mend_time_zone

mend_time_zone()
