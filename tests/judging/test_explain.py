"""One sentence a comparison, in both languages, with its rule, conversion and rounding."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from lotgate.judging.compare import compare
from lotgate.judging.explain import explain
from lotgate.lexicon.limits import parse_limit
from lotgate.lexicon.results import parse_result
from lotgate.model.measurement import DecisionRule, RuleSet

SOURCE = Path(__file__).parents[2] / "src" / "lotgate"
SENTENCES = tomllib.loads((SOURCE / "lexicon" / "data" / "sentences.toml").read_text("utf-8"))


def sentence(limit: str, result: str, rule: str = "absolute", lang: str = "en") -> str:
    return explain(compare(parse_limit(limit), parse_result(result), RuleSet(DecisionRule(rule))), lang)


@pytest.mark.parametrize(
    ("limit", "result", "rule", "lang", "expected"),
    [
        ("≤0.5 %", "0.549 %", "rounding", "en",
         "0.549 % rounds to 0.5 % (GB/T 8170 4.3 and ASTM E29, half to even) ≤ 0.5 %: pass; "
         "under the absolute method: fail"),
        ("≤0.5 %", "0.549 %", "rounding", "zh",
         "0.549 % 修约为 0.5 %（GB/T 8170 4.3 与 ASTM E29 修约值比较法，四舍六入五成双） ≤ 0.5 %：合格；"
         "按全数值比较法则为不合格"),
        ("≥99.5%", "99.46%", "absolute", "en",
         "99.46 % (absolute method, GB/T 8170 4.3) is not ≥ 99.5 %: fail"),
        ("≤ 0.5 mg/kg", "400 ppb", "absolute", "en",
         "400 ppb = 0.4 mg/kg (absolute method, GB/T 8170 4.3) ≤ 0.5 mg/kg: pass"),
        ("≤ 0.5 mg/kg", "1O", "absolute", "en",
         "the result “1O” is in doubt: it is not a number for certain: unclear"),
    ],
)  # fmt: skip
def test_a_sentence_says_what_was_done(limit, result, rule, lang, expected):
    assert sentence(limit, result, rule, lang) == expected


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_code_has_a_sentence_in_both_languages(lang):
    text = "".join(path.read_text("utf-8") for path in (SOURCE / "judging").glob("*.py") if path.stem in OWN)
    reasons = set(re.findall(r'(?:_undecided\(rules, |_say\([\w.]+, |Reason\()"([a-z-]+)"', text))
    known = set(SENTENCES[lang]["reasons"]) | set(SENTENCES[lang]["notes"])
    assert len(reasons) > 30
    assert reasons <= known


OWN = {"compare", "units", "qualitative"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_doubt_of_the_parsers_has_its_words(lang):
    parsers = "".join(
        (SOURCE / "lexicon" / f"{name}.py").read_text("utf-8") for name in ("limits", "results", "intervals")
    )
    codes = set(
        re.findall(
            r'(?:Doubtful\(text, |UnparsedLimit\(text, |reading\.failed = |return )"([a-z]+(?:-[a-z]+)*)"', parsers
        )
    )
    assert {"not-a-number", "not-understood", "two-units"} <= codes
    assert codes - {"both", "included"} <= set(SENTENCES[lang]["whys"])


@pytest.mark.parametrize(
    ("result", "said"),
    [
        ("0.3-0.4", "both ends of “0.3-0.4” must satisfy “≤0.5”; 0.4 decides: pass"),
        ("0.4, 0.6", "every value of “0.4, 0.6” must satisfy “≤0.5”; 0.6 decides: fail"),
    ],
)
def test_of_several_values_the_one_nearest_the_limit_decides(result, said):
    assert explain(compare(parse_limit("≤0.5"), parse_result(result))) == said


def test_both_languages_have_the_same_sentences():
    for table in ("reasons", "notes", "whys", "rules", "status"):
        assert set(SENTENCES["zh"][table]) == set(SENTENCES["en"][table])


def test_another_language_is_refused():
    with pytest.raises(ValueError, match="no sentences"):
        explain(compare(parse_limit("≤1"), parse_result("1")), "fr")
