"""Answers searches by SRU 1.1, 1.2 and 2.0 (Search/Retrieve via URL) with queries in CQL 1.2.

Sources: Library of Congress, SRU 1.2; OASIS searchRetrieve 1.0 (SRU 2.0, part 3), 2013.
"""
