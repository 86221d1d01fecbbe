"""How many characters the elements of a deposit may have: `maxLength` of the schema, by their names.

Source: crossref5.3.1.xsd and common5.3.1.xsd. What does not fit is left out.
"""

import sys

FULL_TITLE = 255
"""The title of a journal."""
ABBREV_TITLE = 150
PROCEEDINGS_TITLE = 511
GROUP_TITLE = 1024
TITLE = sys.maxsize
"""Any other title, which has no limit."""
VOLUME = ISSUE = 32
SPECIAL_NUMBERING = 15
EDITION_NUMBER = 15
SERIES_NUMBER = 15
COMPONENT_NUMBER = 50
PAGE = 32
OTHER_PAGES = 100
ITEM_NUMBER = 32
IDENTIFIER = 255
STD_DESIGNATOR = 150
DEGREE = 255
FORMAT = 130

NAME = 60
"""A given name or a surname."""
SUFFIX = 10
ORGANIZATION = 511
INSTITUTION_NAME = 1024
PUBLISHER_NAME = 255
PLACE = 255
"""The place of an institution, a publisher or a conference."""
DEPOSITOR_NAME = 130
REGISTRANT = 255

CONFERENCE_NAME = 512
CONFERENCE_NUMBER = 15
CONFERENCE_DATE = 100
