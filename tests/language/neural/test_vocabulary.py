"""Words as numbers and back."""

from language.neural.vocabulary import END, PADDING, UNKNOWN, Vocabulary


def test_rare_words_are_unknown_and_sentences_come_back():
    vocabulary = Vocabulary.of(["The cube moved.", "the cube vanished", "the ball moved"])
    assert vocabulary.words == ("cube", "moved", "the")
    table = vocabulary.table(["The cube moved.", "the zebra"], most=5)
    assert table[1, 1] == UNKNOWN
    assert list(table[:, -1]) == [END, PADDING]
    assert vocabulary.text(table[0]) == "the cube moved"
