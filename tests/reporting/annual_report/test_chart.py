"""The picture: the same for the same figures, and in words."""

from reporting.annual_report.charts import chart_words
from reporting.annual_report.document import CHARTED, published_chart
from reporting.annual_report.presentation import tables
from tests.reporting.annual_report.many_children import figures_of


def test_picture_is_the_same_for_the_same_figures_and_has_no_words_of_its_own():
    figures = figures_of(40)
    svg = published_chart(figures)
    assert svg == published_chart(figures)
    assert "<text" not in svg  # letters are paths: no font is asked for
    assert "http://www.w3.org/2000/svg" in svg
    assert "canaryref" not in svg


def test_picture_of_a_hidden_share_says_so():
    figures = figures_of(4)
    words = chart_words(tables(figures, in_full=False)[CHARTED])
    assert "Autumn term: not shown" in words
