"""The letters of Chinese, Japanese and Korean: ranges for a class of a regular expression, and such classes.

They are strings, which `re` compiles when they are used: a class with Han characters takes milliseconds.

Source: Unicode, Blocks.txt, without the blocks of radicals and symbols. All of planes 2 and 3 is set
aside for Han characters (The Unicode Standard, 2.8).
"""

HAN = "\u3005-\u3007\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Han characters, with the marks that repeat or stand for one: `々`, `〆`, `〇`, `〻`."""
HIRAGANA = "\u3041-\u3096\u309d-\u309f\U0001b001-\U0001b11f\U0001b150-\U0001b152"
KATAKANA = "\u30a1-\u30fa\u30fd-\u30ff\u31f0-\u31ff\uff66-\uff6f\uff71-\uff9d\U0001b164-\U0001b167"
KANA = f"{HIRAGANA}{KATAKANA}\u3031-\u3035\u3099-\u309c\u30fb\u30fc\uff65\uff70\uff9e\uff9f"
"""Both kana, and the marks that stand with either: of length, of voice, the middle dot."""
HANGUL = "\u1100-\u11ff\u3131-\u318e\ua960-\ua97c\uac00-\ud7a3\ud7b0-\ud7fb\uffa1-\uffdc"
UNSPACED_NAMES = f"[{HAN}{KANA}{HANGUL}]"
"""Scripts whose names are written family name first and without a space."""
UNSPACED_WORDS = f"[{HAN}{KANA}]"
"""Scripts that are written without spaces between words."""
KATAKANA_NAME = "[\u30a1-\u30fa\u30fc-\u30fe\uff66-\uff9f・･=＝ ]+"
"""A part of a name that is spelled in katakana, as the names of foreigners are in Japanese."""
