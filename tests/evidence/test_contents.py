"""Finding by contents: what each kind of query finds, where, and what is marked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditkit.evidence.contents import Contents, Hit
from auditkit.evidence.contents.query import Clause, Term, parse
from auditkit.evidence.scan import scan

LONG = "\n".join(f"Filler sentence number {n} says nothing of interest here." for n in range(400))
ONE_LINE = LONG.replace("\n", " ")
FILES = {
    "policy.md": "# 5.2 Policy\n\nThe board approved the AI policy.\nExceptions are recorded.\n",
    "risk/register.csv": "Risk;Owner;State\nBias in ranking;Lee;open\nModel drift;Kim;closed\n",
    "risk/method.txt": "The assessment of risks has a method.\nA risk is assessed\nevery year.\n",
    "notes.txt": f"alpha stands at the top\n{LONG}\nomega stands at the end\n",
    "seam.txt": f"{ONE_LINE[:2984]} the quick brown seam fox {ONE_LINE[:2000]}",
    "endless.txt": f"{ONE_LINE[:19_990]} marmalade {'zyx ' * 9000}",
    "german.txt": "Die Prüfung der Maßnahmen.\nRichtlinie für Café-Besuche.\n",
    "swiss.txt": "Eine Massnahme und zwei Massnahmen.",
    "window.txt": "kiwi first\nfiller\nmango later\nfiller\nkiwi and mango\nfiller\nmango",
    "polish.txt": "Sprawozdanie z miasta Łódź",
    "nfd.txt": "U\u0308berwachung des Menschen",
    "chinese.txt": "人工智能风险管理政策已由董事会批准。\nAI方针的目标",
    "japanese.txt": "情報セキュリ\nティの方針",
    "thai.txt": "นโยบายความปลอดภัยของข้อมูล",
    "korean.txt": "위험관리정책을 승인했다",
    "broken.txt": "It was planned:\nHuman over-\nsight.\nNothing else.",
    "references.txt": "See A.6.2.4 and ISO/IEC 42001:2023.",
    "many.txt": "\n".join(f"quokka number {n}" for n in range(600)),
    "twin1.txt": "wombat\nwombat",
    "twin2.txt": "wombat\nwombat",
    "apart.txt": "pear\nsome filler of no interest\nand then\nplum\n",
    "beside.txt": "pear plum\n" + "some filler of no interest\n" * 8,
}


def found(contents: Contents, typed: str, **options: bool) -> list[tuple[str, str]]:
    return [(hit.entry.path, hit.place) for hit in contents.search(typed, 50, **options).hits]


def files(contents: Contents, typed: str, **options: bool) -> set[str]:
    return {path for path, _ in found(contents, typed, **options)}


def marked(hit: Hit) -> list[str]:
    return [hit.text[start:end] for start, end in hit.spans]


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("evidence")
    for name, text in FILES.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_bytes(text.encode())
    return root


@pytest.fixture(scope="module")
def contents(evidence: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Contents]:
    with Contents(tmp_path_factory.mktemp("index") / "contents.sqlite") as made:
        made.build(scan([evidence]).entries)
        assert made.coverage().problems == ()
        yield made


def test_a_word_is_found_with_its_place_and_marked(contents: Contents) -> None:
    (hit,) = contents.search("board").hits
    assert (hit.entry.path, hit.place) == ("policy.md", "line 3")
    assert hit.text == "The board approved the AI policy."
    assert marked(hit) == ["board"]
    assert 0 < hit.score <= 1


def test_words_are_found_in_their_other_forms(contents: Contents) -> None:
    (hit,) = contents.search("approves exception").hits
    assert hit.entry.path == "policy.md"
    assert marked(hit) == ["approved", "Exceptions"]


def test_all_words_have_to_be_there(contents: Contents) -> None:
    assert found(contents, "bias lee") == [("risk/register.csv", "row 2")]
    assert found(contents, "bias AND lee") == [("risk/register.csv", "row 2")]
    assert found(contents, "bias board") == []


def test_words_may_stand_far_apart_in_one_file(contents: Contents) -> None:
    (hit,) = contents.search("alpha omega").hits
    assert hit.entry.path == "notes.txt"
    assert hit.score <= 0.5


def test_words_together_come_before_words_far_apart(contents: Contents) -> None:
    best, other = contents.search("pear plum").hits
    assert (best.entry.path, other.entry.path) == ("beside.txt", "apart.txt")
    assert marked(best) == ["pear", "plum"]
    assert best.score > other.score > 0.5


def test_the_place_is_where_the_words_stand_closest(contents: Contents) -> None:
    (hit,) = contents.search("kiwi mango", per_file=1).hits
    assert (hit.place, hit.text) == ("line 5", "kiwi and mango")


def test_a_phrase_keeps_its_order_and_may_run_over_lines(contents: Contents) -> None:
    (hit,) = contents.search('"assessed every year"').hits
    assert (hit.entry.path, hit.place) == ("risk/method.txt", "line 2")
    assert hit.text == "A risk is assessed\nevery year."
    assert marked(hit) == ["assessed\nevery year"]
    assert found(contents, '"year every assessed"') == []
    assert found(contents, "“assessed every year”") == [("risk/method.txt", "line 2")]


def test_a_phrase_over_the_seam_of_two_blocks_is_found_once(contents: Contents) -> None:
    hits = contents.search('"quick brown seam fox"').hits
    assert [marked(hit) for hit in hits] == [["quick brown seam fox"]]
    assert [marked(hit) for hit in contents.search("quick").hits] == [["quick"]]


def test_a_word_on_the_seam_of_two_pieces_of_an_endless_line_is_one(contents: Contents) -> None:
    (hit,) = contents.search("marmalade").hits
    assert (hit.entry.path, hit.place, marked(hit)) == ("endless.txt", "line 1", ["marmalade"])


def test_long_passages_are_shown_around_what_was_found(contents: Contents) -> None:
    (hit,) = contents.search('"quick brown seam fox"').hits
    assert len(hit.text) <= 400
    assert "the quick brown seam fox" in hit.text


def test_the_beginning_of_a_word(contents: Contents) -> None:
    assert files(contents, "exceptio*") == {"policy.md"}
    assert files(contents, "rank*") == {"risk/register.csv"}
    # The index holds the stem "assess", which is no longer word than this.
    answer = contents.search("assessme*")
    assert answer.replaced == ()
    assert [hit.entry.path for hit in answer.hits] == ["risk/method.txt"] * 2


def test_the_last_word_counts_as_a_beginning_while_somebody_types(contents: Contents) -> None:
    assert found(contents, "approved bo", typing=True) == [("policy.md", "line 3")]
    assert found(contents, "approved bo") == []
    assert found(contents, "approved bo ", typing=True) == []
    assert found(contents, '"board appr', typing=True) == [("policy.md", "line 3")]
    assert found(contents, '"board appr"', typing=True) == []
    assert files(contents, "risk -dri", typing=True) == {"risk/method.txt", "risk/register.csv"}
    assert found(contents, "bias NEAR rank", typing=True) == [("risk/register.csv", "row 2")]


def test_near(contents: Contents) -> None:
    (hit,) = contents.search("risk NEAR year").hits
    assert marked(hit)[-1] == "year"
    assert found(contents, "risk NEAR/1 year") == []
    assert found(contents, "alpha NEAR omega") == []


def test_near_marks_only_what_stands_near(contents: Contents) -> None:
    (hit,) = contents.search("risk NEAR/4 year").hits
    assert hit.place == "line 2"
    assert marked(hit) == ["risk", "year"]


def test_exclusion_is_of_whole_files(contents: Contents) -> None:
    assert files(contents, "risk") == {"risk/method.txt", "risk/register.csv"}
    assert files(contents, "risk -drift") == {"risk/method.txt"}
    assert files(contents, 'risk -"every year"') == {"risk/register.csv"}
    assert found(contents, "-drift") == []


def test_a_mistyped_word_is_replaced_and_told(contents: Contents) -> None:
    answer = contents.search("aproved bord")
    assert [(each.word, each.instead) for each in answer.replaced] == [
        ("aproved", ("approved",)),
        ("bord", ("board",)),
    ]
    assert [hit.entry.path for hit in answer.hits] == ["policy.md"]


def test_two_letters_that_changed_places_are_one_slip(contents: Contents) -> None:
    assert contents.search("baord").replaced[0].instead == ("board",)


def test_two_slips_only_in_long_words(contents: Contents) -> None:
    assert contents.search("exeptiosn").replaced[0].instead == ("exceptions",)
    assert contents.search("bxxrd").replaced == ()


def test_short_numbered_and_quoted_words_are_taken_as_typed(contents: Contents) -> None:
    for typed in ("lxe", '"aproved"', "42002", "aproved2"):
        answer = contents.search(typed)
        assert (answer.hits, answer.replaced) == ((), ())


def test_a_mistyped_word_is_replaced_within_near_and_not_in_exclusions(contents: Contents) -> None:
    assert found(contents, "bias NEAR ranknig") == [("risk/register.csv", "row 2")]
    assert files(contents, "risk -drfit") == {"risk/method.txt", "risk/register.csv"}


def test_accents_and_case_make_no_difference(contents: Contents) -> None:
    assert files(contents, "PRUFUNG") == {"german.txt"}
    assert files(contents, "prüfung cafe") == {"german.txt"}
    assert files(contents, "U\u0308berwachung") == files(contents, "überwachung") == {"nfd.txt"}


def test_letters_are_found_as_they_are_typed_without_them(contents: Contents) -> None:
    for typed in ("lodz", "Łódź"):
        answer = contents.search(typed)
        assert [(hit.entry.path, marked(hit)) for hit in answer.hits] == [("polish.txt", ["Łódź"])]
        assert answer.replaced == ()
    for typed in ("massnahmen", "Maßnahmen", "MASSNAHMEN"):
        hits = contents.search(typed).hits
        assert {hit.entry.path: marked(hit) for hit in hits} == {
            "german.txt": ["Maßnahmen"],
            "swiss.txt": ["Massnahmen"],
        }
    assert files(contents, '"Prüfung der Maßnahmen"') == {"german.txt"}


def test_mistyped_words_with_accents_are_replaced(contents: Contents) -> None:
    assert contents.search("richtlnie").replaced[0].instead == ("richtlinie",)
    assert contents.search("prüfnug").replaced[0].instead == ("prufung",)
    assert "massnahmen" in contents.search("maßnahmne").replaced[0].instead


@pytest.mark.parametrize(
    ("typed", "path", "mark"),
    [
        ("风险", "chinese.txt", "风险"),
        ("管理政策", "chinese.txt", "管理政策"),
        ("批", "chinese.txt", "批"),
        ("准", "chinese.txt", "准"),
        ("AI方针", "chinese.txt", "AI"),
        ("セキュリティ", "japanese.txt", "セキュリ\nティ"),
        ("ปลอดภัย", "thai.txt", "ปลอดภัย"),
        ("정책", "korean.txt", "정책"),
    ],
)
def test_parts_of_scripts_without_spaces(
    contents: Contents, typed: str, path: str, mark: str
) -> None:
    (hit,) = contents.search(typed).hits
    assert hit.entry.path == path
    assert mark in marked(hit)


def test_characters_in_another_order_are_not_found(contents: Contents) -> None:
    assert found(contents, "险风") == []
    assert found(contents, "风管") == []


def test_latin_words_glued_to_other_scripts_are_words(contents: Contents) -> None:
    assert "chinese.txt" in files(contents, "AI")


def test_words_broken_at_the_end_of_a_line(contents: Contents) -> None:
    (hit,) = contents.search("human oversight").hits
    assert (hit.entry.path, hit.place) == ("broken.txt", "line 2")
    assert marked(hit) == ["Human", "over-\nsight"]


def test_references_are_found_as_written(contents: Contents) -> None:
    assert files(contents, "A.6.2.4") == {"references.txt"}
    assert files(contents, "A.6.4.2") == set()
    assert files(contents, "42001:2023") == {"references.txt"}


def test_a_file_gives_only_its_best_passages(contents: Contents) -> None:
    places = [hit.place for hit in contents.search("quokka").hits]
    assert len(set(places)) == len(places) == 3
    assert len(contents.search("quokka", per_file=1).hits) == 1
    assert len(contents.search("quokka", per_file=7).hits) == 7
    assert len(contents.search("quokka", 2).hits) == 2
    assert contents.search("quokka", 0).hits == ()


def test_further_passages_of_a_file_come_after_the_first_of_others(contents: Contents) -> None:
    paths = [hit.entry.path for hit in contents.search("wombat").hits]
    assert sorted(paths[:2]) == sorted(paths[2:]) == ["twin1.txt", "twin2.txt"]


def test_the_text_of_a_file_is_kept_whole(contents: Contents, evidence: Path) -> None:
    for entry in scan([evidence]).entries:
        if entry.path in ("notes.txt", "seam.txt", "endless.txt", "policy.md", "risk/register.csv"):
            kept = contents.passages(entry)
            places = [passage.place for passage in kept]
            assert len(set(places)) == len(places)
            text = "\n".join(each.text for each in kept).replace(" | ", ";").rstrip()
            assert text == FILES[entry.path].replace("\n\n", "\n").rstrip("\n ")


def test_what_is_typed_is_understood() -> None:
    assert parse('bias "a b" acc* x NEAR/3 y -no') == [
        Clause((Term("bias"),)),
        Clause((Term("a b", quoted=True),)),
        Clause((Term("acc", prefix=True),)),
        Clause((Term("x"), Term("y")), near=3),
        Clause((Term("no"),), excluded=True),
    ]
    assert parse('a"b"c') == [
        Clause((Term("a"),)),
        Clause((Term("b", quoted=True),)),
        Clause((Term("c"),)),
    ]
    assert parse("NEAR a NEAR") == [
        Clause((Term("NEAR"),)),
        Clause((Term("a"),)),
        Clause((Term("NEAR"),)),
    ]
    assert parse(' - * "" -- !? -" ') == []


ODD = st.text(
    alphabet=st.one_of(
        st.sampled_from('"*-()^:{}+NEAR/AND OR NOT\\\'%\x00\x02\x03\n\ud800人の工กé"'),
        st.characters(),
    ),
    max_size=60,
)


@settings(max_examples=500)
@given(typed=ODD, typing=st.booleans())
def test_whatever_is_typed_gives_an_answer(contents: Contents, typed: str, typing: bool) -> None:
    for hit in contents.search(typed, 5, typing=typing).hits:
        assert all(0 <= start < end <= len(hit.text) for start, end in hit.spans)


@settings(max_examples=60)
@given(data=st.data())
def test_words_of_a_passage_find_it(contents: Contents, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(["policy.md", "risk/method.txt", "german.txt"]))
    line = data.draw(st.sampled_from([each for each in FILES[path].splitlines() if each]))
    words = line.strip("# .").split()
    some = data.draw(st.lists(st.sampled_from(words), min_size=1, max_size=4))
    assert path in files(contents, " ".join(some))
    at = data.draw(st.integers(0, len(words) - 1))
    assert path in files(contents, f'"{" ".join(words[at : at + 3])}"')
