"""Languages as forms name them: ``Español (es)``, ``es``, or a name that everybody knows."""

from __future__ import annotations

import re

_CODE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}\Z")
_NAMED = re.compile(r".*\(\s*([^()]+?)\s*\)\s*\Z", re.S)

_NAMES = {
    "afrikaans": "af",
    "amharic": "am",
    "arabic": "ar",
    "armenian": "hy",
    "bahasa indonesia": "id",
    "bengali": "bn",
    "burmese": "my",
    "chinese": "zh",
    "creole": "ht",
    "czech": "cs",
    "danish": "da",
    "dansk": "da",
    "deutsch": "de",
    "dutch": "nl",
    "english": "en",
    "espanol": "es",
    "español": "es",
    "farsi": "fa",
    "filipino": "fil",
    "finnish": "fi",
    "francais": "fr",
    "français": "fr",
    "french": "fr",
    "georgian": "ka",
    "german": "de",
    "greek": "el",
    "gujarati": "gu",
    "haitian creole": "ht",
    "hausa": "ha",
    "hebrew": "he",
    "hindi": "hi",
    "hmong": "hmn",
    "hungarian": "hu",
    "igbo": "ig",
    "indonesian": "id",
    "italian": "it",
    "italiano": "it",
    "japanese": "ja",
    "khmer": "km",
    "kinyarwanda": "rw",
    "kiswahili": "sw",
    "korean": "ko",
    "kurdish": "ku",
    "lao": "lo",
    "luganda": "lg",
    "malay": "ms",
    "marathi": "mr",
    "mongolian": "mn",
    "nederlands": "nl",
    "nepali": "ne",
    "norwegian": "nb",
    "pashto": "ps",
    "persian": "fa",
    "polish": "pl",
    "polski": "pl",
    "portuguese": "pt",
    "português": "pt",
    "punjabi": "pa",
    "romanian": "ro",
    "russian": "ru",
    "somali": "so",
    "spanish": "es",
    "svenska": "sv",
    "swahili": "sw",
    "swedish": "sv",
    "tagalog": "tl",
    "tamil": "ta",
    "telugu": "te",
    "thai": "th",
    "tigrinya": "ti",
    "tiếng việt": "vi",
    "turkish": "tr",
    "ukrainian": "uk",
    "urdu": "ur",
    "vietnamese": "vi",
    "xhosa": "xh",
    "yoruba": "yo",
    "zulu": "zu",
    "русский": "ru",
    "українська": "uk",
    "العربية": "ar",
    "हिन्दी": "hi",
    "中文": "zh",
    "日本語": "ja",
    "한국어": "ko",
}

_OWN_NAMES = {
    "de": "Deutsch",
    "en": "English",
    "es": "Español",
    "fil": "Filipino",
    "fr": "Français",
    "hy": "Հայերեն",
    "ko": "한국어",
    "pa": "ਪੰਜਾਬੀ",
    "vi": "Tiếng Việt",
    "zh-Hans": "简体中文",
    "zh-Hant": "繁體中文",
}


def read_language(name: str) -> str:
    """The code (BCP 47) that a column's language stands for; "" where nothing says it."""
    named = _NAMED.match(name)
    code = named[1] if named else name.strip()
    if not named and code.casefold() in _NAMES:
        return _NAMES[code.casefold()]
    if not _CODE.match(code):
        return ""
    first, *more = code.split("-")
    return "-".join([first.lower(), *more])


def write_language(code: str) -> str:
    """How a column names a language: ``Español (es)``, or the code where no name is at hand."""
    return f"{_OWN_NAMES[code]} ({code})" if code in _OWN_NAMES else f"{code} ({code})"
