import type { Severity } from '#core/rules/rule';
import type { ReportWriter } from './reportWriter';

const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', information: 'notice' };

/** Workflow commands, which GitHub shows as annotations of the files; positions are one-based. */
export function githubReport(): ReportWriter {
  return {
    begin: () => '',
    file: ({ file, findings }) =>
      findings
        .map(({ severity, code, message, range: { start, end } }) => {
          // GitHub shows columns only if the annotation stays on one line.
          const columns =
            start.line === end.line
              ? [`col=${start.character + 1}`, `endColumn=${Math.max(end.character, start.character) + 1}`]
              : [`col=${start.character + 1}`];
          const properties = [
            `file=${property(file.replaceAll('\\', '/'))}`,
            `line=${start.line + 1}`,
            `endLine=${end.line + 1}`,
            ...columns,
            `title=${property(code)}`,
          ];
          return `::${commands[severity]} ${properties.join(',')}::${data(message)}\n`;
        })
        .join(''),
    end: (messages) => messages.map((message) => `::error::${data(message)}\n`).join(''),
  };
}

/** Escapes the text after the `::` of a command. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** Escapes the value of a command's property. */
function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
