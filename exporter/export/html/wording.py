"""The words of a page around what the records say, and where its links lead."""

from __future__ import annotations

from html import escape

from exporter.export.date_words import in_words
from exporter.model.agent import Agent
from exporter.model.authority import Authority
from exporter.model.date import Date
from exporter.model.text import Text
from exporter.model.vocabularies import languages
from exporter.model.vocabularies.countries import country_name
from exporter.model.work import Work


class Wording:
    """English words, and links to other records of the same page. A web site has its own."""

    def term(self, english: str) -> str:
        """Return a label or another word of the page as HTML."""
        return escape(english)

    def date(self, date: Date) -> str:
        """Return a date in words, as text."""
        return in_words(date)

    def language(self, tag: str) -> str:
        """Return what a language is called, with its tag, as text."""
        return f"{languages.meaning(tag)} ({tag})"

    def form(self, tag: str) -> str:
        """Return the name of the form of a text in a language, `Japanese`, as HTML."""
        return escape(languages.meaning(tag))

    def country(self, code: str) -> str:
        """Return what a country or a part of it is called, by its code in ISO 3166, as HTML."""
        return escape(country_name(code))

    def link(self, record: Work | Agent | Authority, words: str) -> str:
        """Return words, which are HTML, with a link to a record if it has a place to link to."""
        return f'<a href="#{record.id}">{words}</a>' if record.id else words

    def link_heading(self, sort: str, heading: Text, words: str) -> str:  # noqa: ARG002
        """Return words with a link to what has a heading of its own but no record.

        `sort` is `series` or `subject`. Here there is no such place.
        """
        return words
