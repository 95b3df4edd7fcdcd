"""Sentences about screens: elements by role and their own words, and what happened to them.

- :mod:`language.screen.words` holds the wordings, each with how readily people use it.
- :mod:`language.screen.mentions` names elements: "the 'Sign up' button", "an icon at the top right".
- :mod:`language.screen.sentences` says what happened to them.
- :mod:`language.screen.templates` is the generator; :mod:`language.screen.paragraph` tells several changes together.
- :mod:`language.screen.corpus` makes the sentences of the language model that ranks them.
"""
