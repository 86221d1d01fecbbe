"""What a server says of a request that it cannot fulfil.

Source: Library of Congress, SRU Diagnostics List (info:srw/diagnostic/1).
"""

from __future__ import annotations

MESSAGES = {
    4: "Unsupported operation",
    5: "Unsupported version",
    6: "Unsupported parameter value",
    7: "Mandatory parameter not supplied",
    8: "Unsupported parameter",
    10: "Query syntax error",
    12: "Too many characters in query",
    13: "Invalid or unsupported use of parentheses",
    14: "Invalid or unsupported use of quotes",
    15: "Unsupported context set",
    16: "Unsupported index",
    19: "Unsupported relation",
    20: "Unsupported relation modifier",
    22: "Unsupported combination of relation and index",
    23: "Too many characters in term",
    26: "Non special character escaped in term",
    27: "Empty term unsupported",
    29: "Masked words too short",
    30: "Too many masking characters in term",
    32: "Anchoring character in unsupported position",
    36: "Term in invalid format for index or relation",
    38: "Too many boolean operators in query",
    39: "Proximity not supported",
    46: "Unsupported boolean modifier",
    61: "First record position out of range",
    66: "Unknown schema for retrieval",
    67: "Record not available in this schema",
    71: "Unsupported record packing",
    72: "XPath retrieval unsupported",
    80: "Sort not supported",
    110: "Stylesheets not supported",
}


class Diagnostic(Exception):
    """A request cannot be fulfilled. `number` is that of the list.

    `details` have the form that the list demands, for programs: an index, a number, the place of a
    character. `explanation` is for people, in addition to the words of the list.
    """

    def __init__(self, number: int, details: str = "", explanation: str = "") -> None:
        super().__init__(number, details, explanation)
        self.number = number
        self.details = details
        self.explanation = explanation

    @property
    def uri(self) -> str:
        """The identifier of the diagnostic."""
        return f"info:srw/diagnostic/1/{self.number}"

    @property
    def message(self) -> str:
        """The words of the list, and what is meant."""
        words = MESSAGES[self.number]
        return f"{words}: {self.explanation}" if self.explanation else words
