"""The pages of the site, each made when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from exporter.errors import UsageError
from exporter.export.context import ExportContext
from exporter.export.registry import crosswalk
from exporter.model.linker import link
from exporter.model.records import Records
from exporter.records.git import last_commit
from exporter.records.revisions import Revision, Revisions, revisions
from exporter.serve.desk import Desk, Snapshot
from exporter.site.assembly import assemble_site
from exporter.site.pages import SitePages
from exporter.site.site import Site


class Preview:
    """The site of a catalogue as it would be written now, without the records with errors."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._made: tuple[str, SitePages] | None = None
        self._log: tuple[str, Revisions] = ("", {})

    def file(self, name: str) -> bytes | None:
        """Return a file of the site, or None if there is none of that name.

        Raises UsageError for a fault in a template or a setting.
        """
        with self.desk.lock:
            return self._pages().document(name)

    def _pages(self) -> SitePages:
        """Return the pages of the catalogue as it is now."""
        snapshot = self.desk.snapshot()
        if self._made is None or self._made[0] != snapshot.version:
            self._made = snapshot.version, SitePages(self._site(snapshot))
        return self._made[1]

    def _site(self, snapshot: Snapshot) -> Site:
        result = snapshot.result
        wrong = result.files_with_errors
        right = Records(each for path, each in snapshot.documents.items() if str(path) not in wrong)
        settings = result.settings.catalogue
        catalogue, _ = link(right, result.schemas, settings, complete=not wrong)
        context = ExportContext(catalogue, crosswalk("html"), settings.languages)
        works = list(catalogue.works)
        site = assemble_site(self.desk.root, result, context, works, settings.base_uri)
        return replace(site, history=self._history(right))

    def _history(self, records: Records) -> Mapping[str, Sequence[Revision]]:
        """Return the revisions of the records by id; none without git."""
        root = self.desk.root
        try:
            commit = last_commit(root).commit
            if self._log[0] != commit:
                self._log = commit, revisions(root)
        except UsageError:
            return {}
        return records.keyed_by_id(self._log[1])
