import pytest

from programme.prose import to_html


@pytest.mark.parametrize("marks", ["#", "##", "####"])
def test_highest_heading_of_a_text_is_the_second_of_the_page(marks):
    assert to_html(f"{marks} Tausta\n\n{marks}# Alla") == "<h2>Tausta</h2>\n<h3>Alla</h3>\n"


def test_lists_links_and_stress_are_kept():
    html = to_html("- **yksi**\n- [kaksi](https://www.pori.fi/)")

    assert html == (
        "<ul>\n<li><strong>yksi</strong></li>\n"
        '<li><a href="https://www.pori.fi/" rel="nofollow noopener">kaksi</a></li>\n</ul>\n'
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "![x](https://example.org/x.png)",
        '<p style="x">y</p>',
    ],
)
def test_what_could_do_harm_is_left_out_or_shown_as_text(text):
    html = to_html(f"Teksti {text}")

    assert "Teksti" in html
    assert "<script" not in html
    assert "<img" not in html
    assert "href" not in html
    assert "<p style" not in html
