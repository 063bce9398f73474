import { finish } from '../work/steps';
import type { Steps } from '../work/steps';
import { comparePositions } from '../text/position';
import type { Range } from '../text/position';
import { fillIn, template } from '../text/template';
import type { Translate } from '../text/template';
import type { FileFinding, FileFindings } from './fileFinding';
import type { Finding } from './finding';
import { formatMessage, severityOf } from './message';
import { counterOf } from './placedFinding';
import type { FindingCounts, PlacedFinding, RelatedPlace, RelatedTemplate } from './placedFinding';
import type { Severity } from './rule';
import type { RuleSettings } from './ruleSettings';

/** The findings of a document to list, and their total number. */
export interface PlacedFindings {
  readonly listed: readonly PlacedFinding[];
  readonly counts: FindingCounts;
  /** How many findings exceed the limit. */
  readonly more: number;
}

/** How many findings are looked at in one step. */
const STEP = 32;

/**
 * The first `limit` findings of a document under the user's settings, followed by one that says how many more there
 * are.
 */
export function placeFindings(
  found: FileFindings,
  settings: RuleSettings,
  limit: number,
  translate?: Translate,
): PlacedFindings {
  return finish(placeFindingsInSteps(found, settings, limit, translate));
}

/** The same in steps, because finding the places can take a while. */
export function* placeFindingsInSteps(
  { found, tallies, counts: counted }: FileFindings,
  settings: RuleSettings,
  limit: number,
  translate?: Translate,
): Steps<PlacedFindings> {
  const isCounted = tallies !== undefined || counted !== undefined;
  const placed: PlacedFinding[] = [];
  const counts = { errors: 0, warnings: 0, information: 0, ...counted };
  let looked = 0;
  for (const finding of found) {
    if (isCounted && placed.length >= limit) break;
    if (++looked % STEP === 0) yield;
    const one = placeFinding(finding, settings, translate);
    if (!one) continue;
    placed.push(one);
    if (!isCounted) counts[counterOf[one.severity]]++;
  }
  for (const { count, ...kind } of tallies ?? []) {
    const severity = severityUnder(settings, kind);
    if (severity !== 'off') counts[counterOf[severity]] += count;
  }
  const { first, more } = firstFindings(placed, counts, limit);
  return { listed: more > 0 ? [...first, moreFindings(more, translate)] : first, counts, more };
}

/** A finding as it is shown; `undefined` if the user has turned its rule off or accepted it. */
export function placeFinding(
  finding: FileFinding,
  settings: RuleSettings,
  translate?: Translate,
): PlacedFinding | undefined {
  const severity = severityUnder(settings, finding, finding.subject);
  return severity === 'off' ? undefined : shownFinding(finding, severity, finding, translate);
}

/** A finding whose severity and place are known. */
export function shownFinding(
  { code, variant, args, related = [], fixes }: Pick<FileFinding, 'code' | 'variant' | 'args' | 'related' | 'fixes'>,
  severity: Severity,
  { start, end }: Range,
  translate?: Translate,
): PlacedFinding {
  return {
    code,
    severity,
    message: formatMessage(code, variant, args, translate),
    range: { start, end },
    related: related.map((place) => placeRelated(place, translate)),
    ...(fixes && { fixes }),
  };
}

/** The severity of a finding under the user's settings. `subject`: how `sneakernet.json` names its record. */
export function severityUnder(
  settings: RuleSettings,
  finding: Pick<Finding, 'code' | 'variant'>,
  subject?: string,
): Severity | 'off' {
  if (!settings.suppressesNothing && settings.suppressed(finding.code, subject)) return 'off';
  return settings.severity(finding.code, severityOf(finding));
}

/** The first `limit` of the candidates in the order of the text, and how many more there are. */
export function firstFindings<F extends Pick<PlacedFinding, 'range'>>(
  found: readonly F[],
  counts: FindingCounts,
  limit: number,
): { first: F[]; more: number } {
  const first = [...found].sort((a, b) => comparePositions(a.range.start, b.range.start)).slice(0, limit);
  return { first, more: Math.max(0, counts.errors + counts.warnings + counts.information - first.length) };
}

/** The finding that says how many more there are. */
export function moreFindings(count: number, translate: Translate | undefined): PlacedFinding {
  const start = { line: 0, character: 0 };
  return {
    code: 'csv/more-findings',
    severity: 'information',
    message: formatMessage('csv/more-findings', undefined, [String(count)], translate),
    range: { start, end: start },
    related: [],
  };
}

/** A related place, as the user reads it. */
function placeRelated(
  { args, line, message, ...place }: RelatedTemplate,
  translate: Translate | undefined,
): RelatedPlace {
  const text = fillIn(message, args, translate);
  return {
    ...place,
    message: line === undefined ? text : fillIn(template('{0} (line {1})'), [text, String(line + 1)], translate),
  };
}
