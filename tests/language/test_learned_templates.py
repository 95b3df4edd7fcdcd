from random import Random

import pytest
from abstract_world import world

from language.corpus import corpus
from language.delexicalise import learn, read_captions
from language.draws import Draws
from language.negatives import confused, negatives, replaced
from language.parser import Situation, judge
from language.templates import TemplateGenerator
from language.wording import Wording
from pipeline.core.errors import SpotItError

CAPTIONS = ["the tiny cube was painted red", "the matte ball was painted blue", "the big thing was painted green"] * 2


def test_a_caption_becomes_a_frame_and_counts():
    learned = learn([*CAPTIONS, "a nice picture", "the orange cube turned red"])
    assert learned.frames == {"color": {"{object} was painted {new}": 6.0}}
    assert learned.words["cube"] == {} and learned.expressions == {}  # seen less than three times
    assert learn(CAPTIONS * 2).words["small"] == {"tiny": 4.0}


def test_learned_frames_are_said_and_stay_true(tmp_path):
    learn(CAPTIONS * 9).write(tmp_path / "templates.json")
    analysis = world("color", 2)
    candidates = TemplateGenerator(tmp_path / "templates.json").generate(analysis)
    painted = [candidate.text for candidate in candidates if "was painted" in candidate.text]
    assert len(painted) > len(candidates) / 2
    assert all(judge(text, Situation.of(analysis)).unique for text in painted[::10])


def test_our_own_captions_teach_the_lexicon():
    learned = learn(corpus(420, seed=3, house_copies=0))
    assert set(learned.frames) == {"add", "drop", "move", "color", "material", "replace", "none"}
    assert set(learned.words["metal"]) == {"metal", "metallic", "shiny"}
    assert "that is behind" in learned.links["behind"]
    assert learned.of_change("drop").keys() == Wording().of_change("drop").keys()


def test_words_are_drawn_as_often_as_they_are_used():
    draws = Draws(Wording(words={"sphere": {"sphere": 30.0, "ball": 10.0}}))
    drawn = [draws.number(number).word("sphere") for number in range(200)]
    assert 0.2 < drawn.count("ball") / 200 < 0.3


@pytest.mark.parametrize("text", ["", "[]", '{"frames": 1}'])
def test_damaged_templates_are_a_clear_error(tmp_path, text):
    (tmp_path / "templates.json").write_text(text)
    with pytest.raises(SpotItError, match="damaged"):
        Wording.read(tmp_path / "templates.json")


def test_captions_that_nobody_understands_are_a_clear_error(tmp_path):
    with pytest.raises(SpotItError, match="none of the captions"):
        learn(["lorem ipsum"])
    with pytest.raises(SpotItError, match="cannot be read"):
        read_captions(tmp_path / "nowhere.txt")


def test_negatives_are_false():
    analysis, rng = world("color", 2), Random(0)
    situation = Situation.of(analysis)
    captions = [candidate.text.lower().rstrip(".") for candidate in TemplateGenerator().generate(analysis)[::30]]
    wrong = negatives(captions, ["the cube has moved"], situation, rng)
    assert len(wrong) > len(captions)
    assert not any(judge(text, situation).true for text in wrong)


def test_replace_and_confuse():
    others = {f"the {noun} has moved" for noun in ("sphere", "ball", "cylinder")}
    assert replaced("the cube has moved", Random(0)) in others
    assert confused("the red cube behind the ball has moved", Random(0)) == "the ball behind the red cube has moved"
