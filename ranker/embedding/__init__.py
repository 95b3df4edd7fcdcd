"""Pictures and sentences as points of one space (Wang, Li and Lazebnik 2016): a second way to score a sentence."""
