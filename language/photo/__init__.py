"""Sentences about photographs: everyday nouns, where things are, groups, and what is not known of them.

- :mod:`language.photo.words` holds the vocabulary, each phrase with how readily people use it.
- :mod:`language.photo.mentions` names things: "the person in white", "two of the four cars", "something brown".
- :mod:`language.photo.sentences` says what happened to them.
- :mod:`language.photo.templates` is the generator; :mod:`language.photo.paragraph` tells several changes together.
- :mod:`language.photo.corpus` is what the language model that ranks the sentences is estimated from.
"""
