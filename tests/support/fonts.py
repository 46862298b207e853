"""Six fonts that slips are printed in, and texts in the members' languages.

scripts/install-test-tools installs the fonts. The words are those of the project's glossary.
"""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path("/usr/share/fonts")

FONTS = {
    "DejaVu Sans": _FOLDER / "truetype/dejavu/DejaVuSans.ttf",
    "DejaVu Sans Mono": _FOLDER / "truetype/dejavu/DejaVuSansMono.ttf",
    "Liberation Sans Narrow": _FOLDER / "truetype/liberation/LiberationSansNarrow-Regular.ttf",
    "Liberation Serif": _FOLDER / "truetype/liberation/LiberationSerif-Regular.ttf",
    "Amiri": _FOLDER / "opentype/fonts-hosny-amiri/Amiri-Regular.ttf",
    "WenQuanYi Micro Hei": _FOLDER / "truetype/wqy/wqy-microhei.ttc",
}
"""Wide, of one width, narrow, with serifs, Arabic, Chinese and Korean."""

GURMUKHI = _FOLDER / "truetype/lohit-punjabi/Lohit-Gurmukhi.ttf"

EVERY_LETTER = (
    *(str(FONTS[name]) for name in ("DejaVu Sans", "Amiri", "WenQuanYi Micro Hei")),
    str(GURMUKHI),
)
"""Files that together hold every text below."""

WORDS = {
    "en": ("Strike authorization vote", "safe staffing", "the rest break", "short of staff"),
    "es": ("Votación para autorizar la huelga", "personal suficiente y seguro", "horas extras"),
    "fil": ("Boto para awtorisahan ang welga", "kulang sa staff", "mga miyembrong may karapatan"),
    "zh-Hans": ("罢工授权投票", "安全的人员配备", "有投票权的会员", "人员短缺"),
    "zh-Hant": ("授權罷工投票", "安全人力配置", "有投票權的會員", "人手短缺"),
    "vi": ("Bỏ phiếu cho phép đình công", "đủ nhân viên an toàn", "đại diện công đoàn"),
    "ko": ("파업 찬반투표", "안전한 인력 배치", "투표권 있는 조합원", "인력 부족"),
    "hy": ("Գործադուլը թույլատրելու քվեարկություն", "անվտանգ համալրում", "հերթափոխի ավագ"),
    "pa": ("ਹੜਤਾਲ ਦੀ ਮਨਜ਼ੂਰੀ ਲਈ ਵੋਟ", "ਸੁਰੱਖਿਅਤ ਸਟਾਫਿੰਗ", "ਵੋਟ ਦੇ ਹੱਕਦਾਰ ਮੈਂਬਰ"),
    "ar": ("تصويت على تفويض الإضراب", "عدد كاف من الممرضات", "استراحة رقم (12)"),
}
"""Nine languages, and one that is read from right to left."""

UNBROKEN = "W" * 200
"""As wide as a title gets: no place at which a line may end."""


def long_title(language: str) -> str:
    """A title as long as one may be (200 characters)."""
    words = WORDS[language]
    text = words[0]
    for number in range(1, 200):
        text += ", " + words[number % len(words)]
    return text[:200].strip(" ,")


TITLES = {
    **{language: words[0] for language, words in WORDS.items()},
    **{f"{language}, long": long_title(language) for language in WORDS},
    "unbroken": UNBROKEN,
}
