"""The targets of a catalogue: those that come with exporter, and its own."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from exporter.errors import UsageError
from exporter.records.files import CannotOpen, read_regular_file
from exporter.records.schema import Schemas
from exporter.records.settings import ReadySettings
from exporter.review.requirements import Target, packaged_target, packaged_targets, parse_target
from exporter.suggest import did_you_mean

_MAX_SIZE = 1_000_000
"""How many bytes the table of a target may have."""
_FIX_SETTINGS = "see targets under [ready] in the settings"


class Targets:
    """The targets of the catalogue in `root`, or only those that come with exporter.

    A target of the catalogue replaces ours of the same name. `schemas` are those of the catalogue,
    whose fields its own tables may use.
    """

    def __init__(
        self,
        root: Path | None = None,
        settings: ReadySettings = ReadySettings(),  # noqa: B008 - it cannot be changed
        schemas: Schemas | None = None,
    ) -> None:
        self._root = root
        self._settings = settings
        self._schemas = schemas

    @property
    def off(self) -> frozenset[str]:
        """The names of the rules that are disabled."""
        return self._settings.off

    @cached_property
    def own(self) -> dict[str, str]:
        """The files of the catalogue's own targets, by name."""
        return {Path(file).stem: file for file in self._settings.targets}

    def names(self) -> list[str]:
        """Return the names of the targets, sorted."""
        return sorted({*packaged_targets(), *self.own})

    def named(self, name: str) -> Target:
        """Return a target.

        Raises UsageError if there is none of this name, if its table cannot be used, or if the
        settings disable a rule that it does not have.
        """
        if name in self.own:
            target = self._read(name, self.own[name])
        elif name in packaged_targets():
            target = packaged_target(name)
        else:
            hint = f"the targets are {', '.join(self.names())}"
            if meant := did_you_mean(name, self.names()):
                hint = f"{meant} {hint}"
            raise UsageError(f"there is no target “{name}”", hint)
        self._require_rules(target)
        return target

    def _require_rules(self, target: Target) -> None:
        known = [rule.name for rule in target.rules]
        for name in sorted(self._settings.off):
            prefix = name.partition(".")[0]
            if prefix not in self.names() or (prefix == target.name and name not in known):
                candidates = known if prefix == target.name else self.names()
                word = name if prefix == target.name else prefix
                hint = did_you_mean(word, candidates)
                hint = hint or f"exporter ready --for {target.name} --list shows its rules"
                raise UsageError(f"[ready] disables “{name}”, which is not a rule", hint)

    def _read(self, name: str, file: str) -> Target:
        assert self._root is not None  # noqa: S101 - own targets come from the settings there
        path = self._root / file
        if not path.resolve().is_relative_to(self._root.resolve()):
            raise UsageError(f"the target {file} is not in the catalogue", _FIX_SETTINGS)
        try:
            text = read_regular_file(path, self._root, _MAX_SIZE).decode("utf-8-sig")
        except CannotOpen as error:
            message = f"the target {file} cannot be read: {error.message}"
            raise UsageError(message, _FIX_SETTINGS) from None
        except UnicodeDecodeError:
            raise UsageError(f"the target {file} is not in UTF-8", "save it in UTF-8") from None
        return parse_target(name, text, file, self._schemas)
