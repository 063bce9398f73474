import type {
  DriveSummary,
  FindingCounts,
  JobFinding,
  PlanResult,
  PlanSummary,
} from '../../../../src-runner/src/protocol';
import { bar, button, dataTable, details, marked, notice, toolbar } from '../../webview/components';
import type { Mark } from '../../webview/components';
import type { Html } from '../../webview/html';
import { html } from '../../webview/html';
import type { Words } from '../../webview/words';
import { isPreparable, planSentence } from './jobPlan';
import type { JobPlan } from './jobPlan';
import { earlierSentences, fullnessOf, leftOverSentences, planFacts } from './planFacts';

/** The most rows listed on a page, of possibly thousands; the copies have all. */
const LISTED = 200;

/** The page of a plan: what goes to which drive, how full each becomes, and what prevents it. */
export function planPage(
  plan: JobPlan,
  words: Words,
  { isPlanning = false, changes = [] }: { readonly isPlanning?: boolean; readonly changes?: readonly string[] } = {},
): Html {
  const { localize, quantities } = words;
  const { result } = plan;
  return html`<h1>${localize('Plan of {0}', plan.job)}</h1>
<p>${planSentence(plan, words)} <span class="secondaryText" role="status">${isPlanning ? localize('Planning again …') : localize('Planned on {0}, based on the sources at that time.', quantities.date(plan.plannedAt))}</span></p>
${changes.length > 0 && !isPlanning && notice('warning', localize('Changed since it was planned:'), html`${changes.join(', ')} ${button(localize('Plan Again'), { type: 'refresh' }, { kind: 'link' })}`)}
${toolbar(localize('Actions'), buttons(plan, words))}
${plan.messages.map((message) => notice('warning', localize('Warning'), message))}
${earlierSentences(result?.earlier, words).map((sentence) => notice('information', localize('Earlier sessions'), sentence))}
${result?.plan && plannedParts(result.plan, words)}
${result && findingsPart(plan, result, words)}`;
}

/** The page before there is a plan. */
export function planningPage(job: string, { localize }: Words): Html {
  return html`<h1>${localize('Plan of {0}', job)}</h1>
<p role="status">${localize('Checking the sources and distributing them among the drives …')}</p>`;
}

function buttons(plan: JobPlan, { localize }: Words): Html[] {
  const { result } = plan;
  return [
    ...(isPreparable(plan) ? [button(localize('Prepare Drives…'), { type: 'prepare' }, { primary: true })] : []),
    ...(result && total(result.counts) > 0
      ? [button(localize('Show Problems'), { type: 'showProblems' }, { primary: result.plan === null })]
      : []),
    button(localize('Refresh'), { type: 'refresh' }),
    ...(result
      ? [
          button(localize('Copy as Markdown'), { type: 'copyMarkdown' }),
          button(localize('Copy as JSON'), { type: 'copyJson' }),
        ]
      : []),
  ];
}

function plannedParts(plan: PlanSummary, words: Words): Html {
  const { localize } = words;
  const tooLarge = plan.leftOver?.tooLarge ?? [];
  return html`${leftOverSentences(plan, words).map((sentence) => notice('error', localize('Left over'), sentence))}
${tooLarge.length > 0 && details('tooLarge', localize('Files that are too large'), html`<ul>${tooLarge.slice(0, LISTED).map((path) => html`<li><code>${path}</code></li>`)}</ul>${tooLarge.length > LISTED && html`<p>${localize('And {0} more.', words.quantities.count(tooLarge.length - LISTED))}</p>`}`)}
${drivesTable(plan.drives, words)}
${plan.drives.filter(({ files }) => files > 0).map((drive) => driveDetails(drive, words))}
<h2>${localize('The job')}</h2>
<dl>${planFacts(plan, words).map(({ name, text }) => html`<dt>${name}</dt><dd>${text}</dd>`)}</dl>`;
}

function drivesTable(drives: readonly DriveSummary[], words: Words): Html {
  const { localize, quantities } = words;
  const rows = drives.map((drive) => {
    const { letter, target, kind, files, bytes, usedBytes, diskBytes } = drive;
    const { part, text } = fullnessOf(drive, words);
    const targetKind = kind === 'device' ? localize('disk') : localize('image');
    return [
      letter,
      html`<code>${target}</code> <span class="secondaryText">${targetKind}</span>`,
      quantities.count(files),
      quantities.size(bytes),
      quantities.size(usedBytes),
      files === 0 ? '' : quantities.size(diskBytes),
      bar(part, text),
    ];
  });
  return dataTable(
    localize('What goes to which drive'),
    [
      { title: localize('Drive') },
      { title: localize('Target') },
      { title: localize('Files'), numeric: true },
      { title: localize('Data'), numeric: true },
      { title: localize('Used'), numeric: true },
      { title: localize('Capacity'), numeric: true },
      { title: localize('Fill level') },
    ],
    rows,
  );
}

/** The expandable part below a drive: its containers and directories. */
function driveDetails(drive: DriveSummary, words: Words): Html {
  const { localize, quantities } = words;
  const { letter, containers, directories, directoryCount } = drive;
  const summary = localize(
    'Drive {0}: containers: {1}, directories: {2}',
    letter,
    quantities.count(containers.length),
    quantities.count(directoryCount),
  );
  return details(
    `drive-${letter}`,
    summary,
    html`${shareTable(
      localize('Containers on drive {0}', letter),
      localize('Container'),
      containers.map(({ name, files, bytes }) => ({ name, files, bytes })),
      containers.length,
      drive,
      words,
    )}
${shareTable(
  localize('Directories on drive {0}', letter),
  localize('Directory'),
  directories.map(({ path, files, bytes }) => ({ name: path, files, bytes })),
  directoryCount,
  drive,
  words,
)}`,
  );
}

interface Share {
  readonly name: string;
  readonly files: number;
  readonly bytes: number;
}

/** @param count the total, of which `shares` may only be some */
function shareTable(
  caption: string,
  title: string,
  shares: readonly Share[],
  count: number,
  drive: DriveSummary,
  { localize, quantities }: Words,
): Html {
  const listed = shares.slice(0, LISTED);
  const rows = listed.map(({ name, files, bytes }) => {
    const part = drive.bytes === 0 ? 0 : bytes / drive.bytes;
    return [
      html`<code>${name}</code>`,
      quantities.count(files),
      quantities.size(bytes),
      bar(part, quantities.percent(part)),
    ];
  });
  const columns = [
    { title },
    { title: localize('Files'), numeric: true },
    { title: localize('Data'), numeric: true },
    { title: localize('Portion of the drive') },
  ];
  return html`${dataTable(caption, columns, rows)}${count > listed.length && html`<p>${localize('And {0} more.', quantities.count(count - listed.length))}</p>`}`;
}

function findingsPart({ unmapped }: JobPlan, { findings, counts, moreFindings }: PlanResult, words: Words): Html {
  const { localize } = words;
  const count = total(counts);
  if (count === 0)
    return html`<h2>${localize('Findings')}</h2><p>${marked('done', localize('The plan has no findings.'))}</p>`;
  const listed = findings.slice(0, LISTED);
  const further = moreFindings + findings.length - listed.length;
  return html`<h2>${localize('Findings')}</h2>
<p>${localize('Errors: {0}, warnings: {1}, information: {2}.', counts.errors, counts.warnings, counts.information)}</p>
${unmapped.map((beginning) => notice('information', localize('Windows paths'), html`${localize('Paths that begin with {0} belong to another machine.', beginning)} ${button(localize('Map {0} to a Folder on This Machine…', beginning), { type: 'mapPath', beginning }, { kind: 'link' })}`))}
${dataTable(
  localize('Findings'),
  [
    { title: localize('Severity') },
    { title: localize('Message') },
    { title: localize('Location') },
    { title: localize('Rule') },
  ],
  listed.map((finding) => [
    severityMark(finding, words),
    finding.message,
    placeOf(finding, words),
    html`<code>${finding.code}</code>`,
  ]),
)}
${further > 0 && html`<p>${localize('And {0} more.', words.quantities.count(further))}</p>`}`;
}

const marks: Readonly<Record<JobFinding['severity'], Mark>> = {
  error: 'error',
  warning: 'warning',
  information: 'information',
};

function severityMark({ severity }: JobFinding, { localize }: Words): Html {
  const texts = { error: localize('Error'), warning: localize('Warning'), information: localize('Information') };
  return marked(marks[severity], texts[severity]);
}

function placeOf({ file, line = 0, character = 0, path }: JobFinding, { localize }: Words): Html {
  const name = file?.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  const link =
    file !== undefined &&
    button(
      localize('{0}, line {1}', name ?? '', line + 1),
      { type: 'open', file, line, character },
      { kind: 'link', title: localize('Opens {0}', file) },
    );
  return html`${link}${path !== undefined && html` <code>${path}</code>`}`;
}

function total({ errors, warnings, information }: FindingCounts): number {
  return errors + warnings + information;
}
