import { addCounts } from '../../../job/fileReport';
import type { FileReport } from '../../../job/fileReport';
import type { ReportWriter } from './reportWriter';

/** One JSON event per line (schemas/validate-events.schema.json), for programs that show results as they arrive. */
export function eventsReport(): ReportWriter {
  const files: Omit<FileReport, 'findings'>[] = [];
  return {
    begin: () => '',
    progress: (file, bytesRead, size) => event({ event: 'progress', file, bytesRead, size }),
    file: ({ findings, ...report }) => {
      files.push(report);
      const { file, counts, more, records } = report;
      const lines = findings.map(({ code, severity, message, range, related }) =>
        event({ event: 'finding', file, code, severity, message, range, related }),
      );
      return lines.join('') + event({ event: 'file', file, records, ...counts, more });
    },
    end: (messages) => {
      const records = files.reduce((sum, file) => sum + file.records, 0);
      const summary = {
        event: 'summary',
        files: files.length,
        records,
        ...addCounts(files.map(({ counts }) => counts)),
      };
      return messages.map((message) => event({ event: 'message', message })).join('') + event(summary);
    },
  };
}

function event(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
