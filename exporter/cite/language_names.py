"""The names of languages in another language, for the headings of sections."""

from __future__ import annotations


def language_name(tag: str, locale: str) -> str:
    """Return the name of a language, a BCP 47 tag, in the language of a locale.

    With PyICU installed it is that of CLDR with a capital; without, it is the tag.
    """
    try:
        import icu
    except ImportError:
        return tag
    name = str(icu.Locale.forLanguageTag(tag).getDisplayName(icu.Locale.forLanguageTag(locale)))
    return name[:1].upper() + name[1:]
