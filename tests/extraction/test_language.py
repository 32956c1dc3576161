from __future__ import annotations

import pytest

from app.extraction.language import recognise


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The minister said on Tuesday that no soldiers would be sent across the border.", "en"),
        ("Le ministre a déclaré mardi qu’aucun soldat ne serait envoyé de l’autre côté.", "fr"),
        ("Міністр заявив у вівторок, що жодного солдата не буде відправлено за кордон.", "uk"),
        ("Министр заявил во вторник, что ни один солдат не будет отправлен за границу.", "ru"),
    ],
)
def test_the_language_of_a_sentence_is_recognised(text: str, language: str) -> None:
    assert recognise(text) == language


@pytest.mark.parametrize("text", ["", "12:30", "Lind, Holm", "“”" * 50])
def test_too_little_to_tell_gives_none(text: str) -> None:
    assert recognise(text) is None


@pytest.mark.parametrize(
    "text",
    [
        (
            "Władysław Szczęsny, Krzysztof Brzęczek and Stanisław Żółkiewicz of Szczecin said that "
            "they had met Grzegorz Wiśniewski from Łódź."
        ),
        (
            "Mehmet Çağlayan, Yılmaz Gündoğdu and Şükrü Karadağ met by the river in Kayseri, and "
            "said that Ayşe Öztürk would not be there."
        ),
        "Nguyễn Văn Thành, Trần Thị Hương and Phạm Quốc Khánh have said that it was over.",
        "Jürgen Müller-Höfer, Käthe Weißgerber and Götz Schröder met with the mayor of Gießen.",
        "Gyula Szentgyörgyi and Zsuzsanna Kovácsházi were at the Országház with Ágnes Vörösmarty.",
    ],
)
def test_english_with_many_foreign_names_is_english(text: str) -> None:
    assert recognise(text) == "en"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Minister powiedział we wtorek, że nikt nie zostanie wysłany za granicę.", "pl"),
        ("Bakan salı günü yaptığı açıklamada asker gönderilmeyeceğini söyledi.", "tr"),
        ("Der Minister sagte am Dienstag, dass kein Soldat über die Grenze geschickt werde.", "de"),
        ("El ministro dijo el martes que ningún soldado sería enviado al otro lado.", "es"),
        ("Il ministro ha detto martedì che nessun soldato sarà inviato oltre il confine.", "it"),
        ("De minister zei dinsdag dat er geen soldaten gestuurd zullen worden.", "nl"),
        ("Ministern sade på tisdagen att inga soldater skulle skickas över gränsen.", "sv"),
        ("O ministro disse na terça-feira que nenhum soldado seria enviado para lá.", "pt"),
        ("De “New York Times” en “The Times of London” schrijven dat de minister gaat.", "nl"),
    ],
)
def test_other_languages_are_not_english(text: str, language: str) -> None:
    assert recognise(text) == language
