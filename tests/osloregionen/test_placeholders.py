"""What is taken for text that nobody has written yet, and what is not: one table."""

import pytest

from osloregionen.placeholders import placeholder_in, visible

WAITING = """
XXX
Møte i xxxx kommune
todo
Innledning: TODO
(TODO)
TBD
Ansvarlig: TBA
FIXME skriv dette om
Lorem ipsum dolor sit amet, consectetur
Ansvarlig: ??
?
-
–
—
...
…
___
Dato: ____
NN
n/a
Tittel
Tekst
test
Ny aktivitet
[fyll ut senere]
[sett inn]
[sett inn tall]
[…]
Skrives av [navn]
Møtet holdes [dato] på Hamar
<sett inn>
Ansvarlig er <navn>
{saksnummer}
(fylles ut)
Målet er 20 prosent (fylles inn senere) innen 2030
(sett inn tall)
kommer
Kommer senere.
Tekst kommer senere.
Teksten kommer etter møtet i styret
«Kommer»
fylles ut
Må fylles ut
«Må fylles ut»
Skal fylles inn
Fylles inn senere
Fylles ut av sekretariatet
**Fylles inn senere**
Settes inn
Ansvar: fylles ut senere
mangler
Mangler.
Tekst mangler
Saksnummeret kommer
Klikk eller trykk her for å skrive inn tekst.
Dato: Klikk for å skrive inn en dato
XX/2026
26/xx
26/?
Ansvarlig: TBC
xx
N.N.
Plassholder
Dummytekst
Bla bla bla
Tittel her
Her kommer teksten
Fyll inn
Sett inn tekst her
Skriv her
Utfylles senere
Ikke ferdig
T\u200bODO
X\u00adXX
"""
WRITTEN = """
Rapport om mangler i kollektivtilbudet
Mangler i kollektivtilbudet
Hva mangler?
Kommunene mangler tall for avfall
Skjemaet fylles ut av kommunene
Skjemaet må fylles ut
Kommunene fyller inn tallene senere
Veilederen «Fyll ut skjemaet» sendes kommunene
Hva kommer etter 2030?
Nyheter kommer i mai
Kommer kommunene?
Frist (dato) settes av styret
Deltakere (navn og kommune) føres i en liste
Se [rapporten](https://example.org)
[Tekst](https://example.org/tekst)
![x](https://example.org/kart.png)
![navn](kart.png)
![](kart.png)
- [x] Høringssvar sendt
Punkt [1] og [2]
Se https://example.org/todo/xxx/???
A–B
Kartlegge …
Vurdere nysignering av ordførererklæringen i løpet av 2021?
Test av ny metode
Testing av utslippsfrie anleggsmaskiner
Mastodonter
Lage en todo-liste for kommunene
Vise at 2 < 3 og at 5 > 4
Skriv til <post@example.org>
Dato og sted avtales med vertskommunen
Dato settes inn i kalenderen
Skriv inn navnet på kommunen i skjemaet
Sett inn flere busser
Her kommer toget
Ikke ferdig utbygde strekninger
Se osloregionen.no/?side=2
og/eller
25/12
2025/00042-3
PS 45/20
x
"""


def _cases(table: str) -> list[str]:
    return table.strip().split("\n")


@pytest.mark.parametrize("text", [*_cases(WAITING), "Ferdig skrevet.\n\nMå fylles ut\n"])
def test_text_that_waits_to_be_written_is_found(text: str) -> None:
    assert placeholder_in(text)


@pytest.mark.parametrize("text", ["", "\u200b", *_cases(WRITTEN), "Ferdig skrevet.\n\n---\n\nMer."])
def test_text_that_is_written_is_left_alone(text: str) -> None:
    assert placeholder_in(text) == ""


@pytest.mark.parametrize(
    "text", ["", "  ", "\u200b", "\u200b\u00a0\t", "\u2800", "\u3164", "\ufeff", "\u00ad"]
)
def test_what_no_reader_sees_is_nothing(text: str) -> None:
    assert visible(text) == ""


def test_what_a_reader_sees_stays() -> None:
    assert visible(" En\u200b aktivitet\nto ") == "En aktivitet\nto"


@pytest.mark.parametrize(
    "text", ["Fylles ut i løpet av våren", "Kommer senere", "Avklares etter møtet i styret"]
)
def test_what_comes_later_is_a_reason_but_no_text(text: str) -> None:
    assert placeholder_in(text)
    assert placeholder_in(text, may_promise=True) == ""
    assert placeholder_in(f"{text}: TODO", may_promise=True) == "TODO"
