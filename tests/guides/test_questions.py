"""What a guide tells search engines of the questions that it answers."""

import json
import re

import pytest

from guides.questions import Question, questions_in
from tests.factories.guides import LiveGuideFactory
from tests.factories.salaries import PublishedBenchmarkFactory
from tests.factories.taxonomy import RoleFactory

BODY = """
<h2 id="work">What is the work?</h2><h3 id="a">Is this rhetoric?</h3><p>It is.</p>
<h2 id="faq">Questions and answers</h2>
<h3 id="b">What &amp; why?</h3><p>First <strong>one</strong>.</p><ul><li>A point</li><li>Another</li></ul>
<figure><table><tr><td>42</td></tr></table></figure>
<h3 id="c">No answer?</h3><svg><title>Chart</title></svg>
<h3 id="d">A statement</h3><p>Not asked.</p>
<h3 id="e">Last?</h3><p>Yes.</p>
<h2 id="end">Conclusion</h2><h3 id="f">Over?</h3><p>Over.</p>
"""


def test_questions_under_their_heading_are_found_with_their_answers():
    assert questions_in(BODY) == [
        Question("What & why?", "First one. A point Another"),
        Question("Last?", "Yes."),
    ]


def test_body_that_announces_none_has_none():
    assert questions_in(BODY.replace("Questions and answers", "What else?")) == []


@pytest.mark.django_db
def test_answer_holds_the_figure_of_today(client):
    role = RoleFactory(slug="ml-engineer")
    PublishedBenchmarkFactory(role=role, measure="national-median", low=100_000, high=120_000)
    figure = "{{ salary-figure role=ml-engineer measure=national-median }}"
    guide = LiveGuideFactory(body=f"## FAQ\n\n### What does it pay?\n\nIt pays {figure}.")

    page = client.get(guide.get_absolute_url()).content.decode()

    (told,) = re.findall(r"<script[^>]*ld\+json[^>]*>(.*?)</script>", page, re.DOTALL)
    data = json.loads(told)
    (faq,) = [entry for entry in data if entry["@type"] == "FAQPage"]
    assert [
        (entry["name"], entry["acceptedAnswer"]["text"].replace("\xa0", " "))
        for entry in faq["mainEntity"]
    ] == [("What does it pay?", "It pays $100,000 to $120,000.")]
