"""Print the script with which a shell completes commands, options, packs and stages; files are left to the shell.

bash: add `eval "$(pipeline completion bash)"` to ~/.bashrc; zsh: the same with zsh in ~/.zshrc; fish: run
`pipeline completion fish > ~/.config/fish/completions/pipeline.fish`.
"""

from __future__ import annotations

from argparse import Action, ArgumentParser, Namespace
from collections.abc import Iterable, Iterator

from pipeline.cli.options import deliver
from pipeline.cli.parsers import COMMANDS, parser_of
from pipeline.flow.registry import populate
from pipeline.worlds.finder import AUTO, known_worlds
from pipeline.worlds.styles import STYLES

_BASH = """_pipeline() {{
  local cur="${{COMP_WORDS[COMP_CWORD]}}" prev="${{COMP_WORDS[COMP_CWORD-1]}}" words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    words="{commands} --help --version"
  else
    case "${{COMP_WORDS[1]}} $prev" in
{values}
    esac
    if [ -z "$words" ]; then
      case "${{COMP_WORDS[1]}} $cur" in
{options}
      esac
    fi
  fi
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}}
complete -o bashdefault -o default -F _pipeline pipeline
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of ``pipeline completion``."""
    parser.add_argument("shell", choices=("bash", "zsh", "fish"), help="which shell")


def run(arguments: Namespace) -> int:
    """Print the script."""
    script = _fish() if arguments.shell == "fish" else _bash()
    start = "autoload -U +X bashcompinit && bashcompinit\n" if arguments.shell == "zsh" else ""
    deliver(start + script, None)
    return 0


def _bash() -> str:
    values, options = [], []
    for command, actions in _commands():
        for action in actions:
            words = _words(action)
            values += [f'      "{command} {name}") words="{words}" ;;' for name in action.option_strings if words]
            if words and _is_first(action):
                values.append(f'      "{command} {command}") words="{words}" ;;')
        names = " ".join(name for action in actions for name in action.option_strings)
        options.append(f'        "{command} -"*) words="{names}" ;;')
    return _BASH.format(commands=" ".join(COMMANDS), values="\n".join(values), options="\n".join(options))


def _fish() -> str:
    lines = [
        f"complete -c pipeline -n __fish_use_subcommand -f -a {command} -d {_quoted(summary)}"
        for command, summary in COMMANDS.items()
    ]
    for command, actions in _commands():
        seen = f'complete -c pipeline -n "__fish_seen_subcommand_from {command}"'
        for action in actions:
            names = [f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in action.option_strings]
            words = _words(action)
            taken = f" -x -a {_quoted(words)}" if words else "" if action.nargs == 0 else " -r"
            if names:
                lines.append(f"{seen} {' '.join(names)}{taken} -d {_quoted(_help(action))}")
            elif words and _is_first(action):
                lines.append(f"{seen} -f -a {_quoted(words)}")
    return "\n".join(lines) + "\n"


def _commands() -> Iterator[tuple[str, list[Action]]]:
    for command in COMMANDS:
        yield command, parser_of(command)[0]._actions


def _words(action: Action) -> str:
    """What may stand behind an option, or in a place: its choices, or the packs and stages that there are."""
    return " ".join(_known(action))


def _known(action: Action) -> Iterable[str]:
    if action.choices is not None:
        return map(str, action.choices)
    if "--pack" in action.option_strings:
        return [AUTO, *dict.fromkeys(folder.name for folder in known_worlds())]
    if "--style" in action.option_strings:
        return STYLES
    if "--stage" in action.option_strings:
        return [f"{stage}={name}" for stage, entries in populate().items() for name in entries]
    return []


def _is_first(action: Action) -> bool:
    """Whether it is the word right behind the command that is chosen from a few."""
    return not action.option_strings and action.choices is not None


def _help(action: Action) -> str:
    return (action.help or "").partition(";")[0].replace("%(default)s", "")


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
