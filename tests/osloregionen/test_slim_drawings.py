"""Drawings are made lighter without looking otherwise."""

import pytest

from osloregionen.drawing.slim import slim
from tests.osloregionen.drawings import shapes, texts

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="80">{}</svg>'
CIRCLE = "M2.5,0A2.5,2.5,0,1,1,-2.5,0A2.5,2.5,0,1,1,2.5,0"


def test_a_drawing_keeps_its_namespace_for_whoever_opens_it_alone() -> None:
    made = slim(SVG.format('<text x="1" y="2">A</text>'))
    assert made == SVG.format('<text x="1" y="2">A</text>')


def test_what_all_in_a_group_say_the_group_says_and_one_that_differs_keeps_its_own() -> None:
    same = '<g><text fill="#111" font-size="9px">A</text><text fill="#111" font-size="8px">B</text></g>'
    assert slim(SVG.format(same)) == SVG.format(
        '<g fill="#111"><text font-size="9px">A</text><text font-size="8px">B</text></g>'
    )


def test_one_that_says_nothing_is_not_told_what_the_others_are() -> None:
    mixed = '<g><text font-weight="600" fill="#111">A</text><text font-weight="400" fill="#111">B</text></g>'
    assert [text.words for text in texts(slim(SVG.format(mixed.replace("<text", '<text font-size="9px"'))))]
    assert 'font-weight="600">A' in slim(SVG.format(mixed))
    assert "<text>B" in slim(SVG.format(mixed))


def test_a_typeface_is_said_once_for_all_texts_whatever_stands_between_them() -> None:
    text = '<g><text font-family="Inter">A</text></g>'
    made = slim(SVG.format(f'<g fill="none">{text}<g><line x2="9" stroke="#111"/></g>{text}</g>'))
    assert made.count("font-family") == 1


@pytest.mark.parametrize(
    "nothing",
    [
        "<g></g>",
        '<g><path d="M0,0h9v9h-9Z"/></g>',
        '<g><path d="" display="none"/></g>',
        "<g><g><g/></g></g>",
    ],
)
def test_what_nobody_sees_is_left_out(nothing: str) -> None:
    assert slim(SVG.format(nothing)) == SVG.format("").replace("></svg>", "/>")


def test_what_cuts_a_drawing_is_kept() -> None:
    cut = '<defs><clipPath id="a"><path d="M0,0h9v9"/></clipPath></defs>'
    made = slim(SVG.format(f'{cut}<g clip-path="url(#a)"><path d="M0,0L9,9" stroke="#111"/></g>'))
    assert cut in made
    assert '<g clip-path="url(#a)" ' in made


def test_points_become_circles_where_they_stand() -> None:
    made = slim(SVG.format(f'<path transform="translate(4.04,7.26)" d="{CIRCLE}" fill="#111"/>'))
    assert made == SVG.format('<circle fill="#111" r="2.5" cx="4" cy="7.3"/>')


def test_other_shapes_stay_what_they_are() -> None:
    diamond = '<path transform="translate(4,7)" d="M0,-5L3,0L0,5L-3,0Z" fill="#111"/>'
    assert slim(SVG.format(diamond)) == SVG.format(diamond)


def test_a_grid_is_one_path_through_all_its_lines() -> None:
    grid = "".join(f'<line transform="translate(0.5,{y})" x2="90" y2="0" stroke="#bbb"/>' for y in (0, 20.04))
    [path] = shapes(slim(SVG.format(f"<g>{grid}</g>")))
    assert (path["d"], path["stroke"]) == ("M0.5,0l90,0M0.5,20l90,0", "#bbb")


def test_a_place_a_hair_left_of_zero_is_zero() -> None:
    assert 'd="M0,-0.1L3,4"' in slim(SVG.format('<path d="M-0.04,-0.08L3.0000001,4" stroke="#111"/>'))


def test_what_a_text_says_is_not_touched() -> None:
    said = "3.14159 &lt;b&gt; &amp; “x”"
    assert f">{said}</text>" in slim(SVG.format(f"<text>{said}</text>"))
