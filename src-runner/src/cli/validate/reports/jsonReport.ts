import type { ReportWriter } from './reportWriter';

/** An array with an object for each finding; positions are zero-based, in UTF-16 units, as in LSP. */
export function jsonReport(): ReportWriter {
  let separator = '\n';
  return {
    begin: () => '[',
    file: ({ file, findings }) =>
      findings
        .map(({ code, severity, message, range }) => {
          const line = `${separator}  ${JSON.stringify({ file, code, severity, message, range })}`;
          separator = ',\n';
          return line;
        })
        .join(''),
    end: () => '\n]\n',
  };
}
