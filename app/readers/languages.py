"""Languages by their English names, as GDELT and the exports of libraries write them."""

from __future__ import annotations

# ISO 639-1, and 639-3 where that has none; the languages of most news.
_CODES = {
    name: code
    for code, names in (
        *(("af", "afrikaans"), ("sq", "albanian"), ("am", "amharic"), ("ar", "arabic")),
        *(("hy", "armenian"), ("az", "azerbaijani"), ("eu", "basque"), ("be", "belarusian")),
        *(("bn", "bengali"), ("bs", "bosnian"), ("bg", "bulgarian"), ("my", "burmese")),
        *(("ca", "catalan"), ("zh", "chinese"), ("hr", "croatian"), ("cs", "czech")),
        *(("da", "danish"), ("nl", "dutch"), ("en", "english"), ("et", "estonian")),
        *(("fi", "finnish"), ("fr", "french"), ("gl", "galician"), ("ka", "georgian")),
        *(("de", "german"), ("el", "greek"), ("gu", "gujarati"), ("he", "hebrew")),
        *(("hi", "hindi"), ("hu", "hungarian"), ("is", "icelandic"), ("id", "indonesian")),
        *(("ga", "irish"), ("it", "italian"), ("ja", "japanese"), ("kn", "kannada")),
        *(("kk", "kazakh"), ("ko", "korean"), ("ku", "kurdish"), ("lv", "latvian")),
        *(("lt", "lithuanian"), ("mk", "macedonian"), ("ms", "malay"), ("ml", "malayalam")),
        *(("mr", "marathi"), ("mn", "mongolian"), ("ne", "nepali"), ("no", "norwegian")),
        *(("ps", "pashto"), ("fa", "persian"), ("pl", "polish"), ("pt", "portuguese")),
        *(("pa", "punjabi"), ("ro", "romanian"), ("ru", "russian"), ("sr", "serbian")),
        *(("si", "sinhalese"), ("sk", "slovak"), ("sl", "slovenian"), ("so", "somali")),
        *(("es", "spanish"), ("sw", "swahili"), ("sv", "swedish"), ("ta", "tamil")),
        *(("te", "telugu"), ("th", "thai"), ("tr", "turkish"), ("uk", "ukrainian")),
        *(("ur", "urdu"), ("uz", "uzbek"), ("vi", "vietnamese"), ("cy", "welsh")),
    )
    for name in names.split()
}


def code_of_name(name: str) -> str | None:
    """The code of a language by its English name; None for any other words."""
    return _CODES.get(name.strip().lower())
