"""The feed of new and changed records, and the map of the site for search engines."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from exporter.site.addresses import FEED, SITEMAP
from exporter.site.site import Site

_FEED_LENGTH = 50
_MAP_SIZE = 50_000
"""How many addresses one file of a map may have (sitemaps.org, Sitemap protocol)."""
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def newest(site: Site, number: int) -> list[str]:
    """Return the ids of the records that were made last, by git; else of the works issued last."""
    entries = site.index.entries
    if site.history:
        made = [(revisions[-1].date, id) for id, revisions in site.history.items() if id in entries]
        works = [(date, id) for date, id in made if entries[id].noun == "work"]
        return [id for _, id in sorted(works, reverse=True)[:number]]
    dated = [id for id in site.index.dated(site.index.of("work")) if entries[id].year is not None]
    return dated[::-1][:number]


def feed(site: Site) -> Iterator[str]:
    """Yield an Atom feed of the records that were made or changed last (RFC 4287)."""
    entries, addresses = site.index.entries, site.addresses
    changed = [(each[0].date, id) for id, each in site.history.items() if id in entries]
    changed.sort(reverse=True)
    author = site.settings.catalogue.institution or site.title
    language = escape(site.settings.catalogue.language)
    yield f'{_HEAD}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}">\n'
    yield f"  <title>{_text(site.title)}</title>\n  <id>{escape(addresses.base)}</id>\n"
    yield f'  <link href="{escape(addresses.base)}"/>\n'
    yield f'  <link rel="self" href="{escape(addresses.absolute(FEED))}"/>\n'
    yield f"  <author><name>{_text(author)}</name></author>\n"
    yield f"  <updated>{changed[0][0] if changed else '1970-01-01T00:00:00Z'}</updated>\n"
    for date, id in changed[:_FEED_LENGTH]:
        revisions = site.history[id]
        label = entries[id].labels[0]
        page = addresses.absolute(addresses.record(id, site.languages[0]))
        yield f"  <entry>\n    <title>{_text(label.text)}</title>\n"
        yield f"    <id>{escape(addresses.permalink(id))}</id>\n"
        yield f'    <link href="{escape(page)}"/>\n'
        yield f"    <published>{revisions[-1].date}</published>\n    <updated>{date}</updated>\n"
        yield f"    <summary>{_text(revisions[0].summary)}</summary>\n  </entry>\n"
    yield "</feed>\n"


def sitemaps(site: Site, files: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the map with the addresses of pages; several maps and their list if there are many.

    Source: sitemaps.org, Sitemap protocol 0.9.
    """
    addresses = site.addresses
    parts = [files[start : start + _MAP_SIZE] for start in range(0, len(files), _MAP_SIZE)]
    if len(parts) == 1:
        yield SITEMAP, _map(site, parts[0])
        return
    names = [f"sitemap.{number + 1}.xml" for number in range(len(parts))]
    for name, part in zip(names, parts, strict=True):
        yield name, _map(site, part)
    locations = "".join(
        f"  <sitemap><loc>{escape(addresses.absolute(name))}</loc></sitemap>\n" for name in names
    )
    yield SITEMAP, f'{_HEAD}<sitemapindex xmlns="{_NAMESPACE}">\n{locations}</sitemapindex>\n'


def _map(site: Site, files: list[str]) -> str:
    found = []
    for file in files:
        history = site.history.get(file.partition("/")[0])
        changed = f"<lastmod>{history[0].date}</lastmod>" if history else ""
        address = escape(site.addresses.absolute(file))
        found.append(f"  <url><loc>{address}</loc>{changed}</url>\n")
    return f'{_HEAD}<urlset xmlns="{_NAMESPACE}">\n{"".join(found)}</urlset>\n'


def _text(text: str) -> str:
    """Return a text for XML, without the characters that it cannot hold."""
    return escape("".join(each for each in text if each.isprintable() or each == " "))
