import type { CommandWord, OptionWord } from './commandWords';

/** Shells that a completion script can be written for. */
export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;
export type Shell = (typeof shells)[number];

/** The script that lets `shell` complete the program's commands, options and values. */
export function completionScript(shell: Shell, commands: readonly CommandWord[]): string {
  switch (shell) {
    case 'bash':
      return bashScript(commands);
    case 'zsh':
      return `#compdef sneakernet\nautoload -U +X bashcompinit && bashcompinit\n${bashScript(commands)}`;
    case 'fish':
      return fishScript(commands);
    case 'powershell':
      return powershellScript(commands);
  }
}

const names = (words: readonly { readonly name: string }[]) => words.map(({ name }) => name).join(' ');

/** The values of all options with a fixed set of words, once each: an option means the same in every command. */
function valuesByOption(commands: readonly CommandWord[]): Map<string, readonly string[]> {
  const values = new Map<string, readonly string[]>();
  for (const { options } of commands) {
    for (const { name, value } of options)
      if (value.kind === 'words') values.set(name, [...new Set([...(values.get(name) ?? []), ...value.words])]);
  }
  return values;
}

function bashScript(commands: readonly CommandWord[]): string {
  const values = [...valuesByOption(commands)].map(
    ([option, words]) => `    ${option}) COMPREPLY=($(compgen -W '${words.join(' ')}' -- "$word")); return ;;`,
  );
  const options = commands.map((command) => `    ${command.name}) words='${names(command.options)}' ;;`);
  return `_sneakernet() {
  local word="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" words=''
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${names(commands)}' -- "$word"))
    return
  fi
  case "$previous" in
${values.join('\n')}
  esac
  case "\${COMP_WORDS[1]}" in
${options.join('\n')}
  esac
  case "$word" in
    -*) COMPREPLY=($(compgen -W "$words" -- "$word")) ;;
    *) COMPREPLY=($(compgen -f -- "$word")) ;;
  esac
}
complete -o filenames -F _sneakernet sneakernet
`;
}

function fishScript(commands: readonly CommandWord[]): string {
  const first = `complete -c sneakernet -n __fish_use_subcommand -f -a '${names(commands)}'`;
  const option = (command: string, { name, value }: OptionWord) => {
    const needs = value.kind === 'none' ? '' : value.kind === 'words' ? ` -x -a '${value.words.join(' ')}'` : ' -r';
    return `complete -c sneakernet -n '__fish_seen_subcommand_from ${command}' -l ${name.slice(2)}${needs}`;
  };
  return `${[first, ...commands.flatMap((command) => command.options.map((word) => option(command.name, word)))].join('\n')}\n`;
}

function powershellScript(commands: readonly CommandWord[]): string {
  const quoted = (words: readonly string[]) => words.map((word) => `'${word}'`).join(', ');
  const options = commands.map(
    (command) => `    '${command.name}' = @(${quoted(command.options.map(({ name }) => name))})`,
  );
  const values = [...valuesByOption(commands)].map(([option, words]) => `    '${option}' = @(${quoted(words)})`);
  return `Register-ArgumentCompleter -Native -CommandName sneakernet -ScriptBlock {
  param($word, $ast, $position)
  $options = @{
${options.join('\n')}
  }
  $values = @{
${values.join('\n')}
  }
  $typed = @($ast.CommandElements | ForEach-Object { $_.ToString() })
  $before = if ($word -eq '') { $typed[-1] } else { $typed[-2] }
  $command = if ($typed.Count -gt 1) { $typed[1] } else { '' }
  $words = if ($values.ContainsKey($before)) { $values[$before] }
    elseif ($word.StartsWith('-') -and $options.ContainsKey($command)) { $options[$command] }
    elseif ($before -eq $typed[0]) { @($options.Keys) }
    else { @() }
  $words | Where-Object { $_ -like "$word*" } | Sort-Object | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
}
`;
}
