"""The names of CSL-JSON."""

from __future__ import annotations

from exporter.export.csl.markup import csl_text
from exporter.model.agent import Name

PARTS = ("family", "given", "dropping_particle", "non_dropping_particle", "suffix")


def csl_name(name: Name, *, person: bool) -> dict[str, str]:
    """Return a name in the parts that it has; in one part if it is not a person's, or is not taken apart.

    The numeration of a ruler or a pope is a suffix, which styles print without a comma.
    Source: csl-data.json 1.0.2, name-variable; CSL 1.0.2, Names.
    """
    if not person or name.literal:
        return {"literal": csl_text(str(name))}
    parts = {part: getattr(name, part) for part in PARTS}
    parts["suffix"] = " ".join(filter(None, (name.numeration, name.suffix)))
    return {part.replace("_", "-"): csl_text(words) for part, words in parts.items() if words}
