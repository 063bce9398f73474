import type { ReportWriter } from './reportWriter';

/** One line per finding, with one-based positions: `file:line:column severity code message`. */
export function textReport(): ReportWriter {
  return {
    begin: () => '',
    file: ({ file, findings }) =>
      findings
        .map(
          ({ range, severity, code, message }) =>
            `${file}:${range.start.line + 1}:${range.start.character + 1} ${severity} ${code} ${message.replaceAll(/\s+/g, ' ')}\n`,
        )
        .join(''),
    end: () => '',
  };
}
