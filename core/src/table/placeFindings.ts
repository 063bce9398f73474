import { finish } from '../work/steps';
import type { Steps } from '../work/steps';
import { firstFindings, moreFindings, placeRelated } from './findings';
import { counterOf } from './tableDocument';
import type { FindingCounts, PlacedFinding } from '../rules/placedFinding';
import type { FileFinding, FileFindings } from '../rules/fileFinding';
import type { Finding } from '../rules/finding';
import { formatMessage, severityOf } from '../rules/message';
import type { Translate } from '../text/template';
import type { Severity } from '../rules/rule';
import type { RuleSettings } from '../rules/ruleSettings';

/** A finding with what it is made from, for its fixes. */
export interface PlacedFileFinding extends PlacedFinding {
  readonly finding: FileFinding | undefined;
}

/** The findings of a file that are to be listed, and how many there are in all. */
export interface PlacedFindings {
  readonly listed: readonly PlacedFileFinding[];
  readonly counts: FindingCounts;
  /** Findings beyond the limit. */
  readonly more: number;
}

/** Findings that are looked at in one step. */
const STEP = 32;

/** The first `limit` findings of a file under the user's settings, and one that says how many more there are. */
export function placeFindings(found: FileFindings, settings: RuleSettings, limit: number, translate?: Translate): PlacedFindings {
  return finish(placeFindingsInSteps(found, settings, limit, translate));
}

/** The same in steps: finding out where a finding stands can take a while. */
export function* placeFindingsInSteps({ found, tallies }: FileFindings, settings: RuleSettings, limit: number, translate?: Translate): Steps<PlacedFindings> {
  const placed: PlacedFileFinding[] = [];
  const counts = { errors: 0, warnings: 0, information: 0 };
  let looked = 0;
  for (const finding of found) {
    if (tallies && placed.length >= limit) break;
    if (++looked % STEP === 0) yield;
    const one = placeFinding(finding, settings, translate);
    if (!one) continue;
    placed.push(one);
    if (!tallies) counts[counterOf[one.severity]]++;
  }
  for (const { count, ...kind } of tallies ?? []) {
    const severity = severityUnder(settings, kind);
    if (severity !== 'off') counts[counterOf[severity]] += count;
  }
  const { first, more } = firstFindings(placed, counts, limit);
  if (more > 0) first.push({ ...moreFindings(more, translate), finding: undefined });
  return { listed: first, counts, more };
}

/** A finding as it is shown; `undefined` where the user has turned its rule off. */
export function placeFinding(finding: FileFinding, settings: RuleSettings, translate?: Translate): PlacedFileFinding | undefined {
  const severity = severityUnder(settings, finding);
  if (severity === 'off') return undefined;
  const { code, variant, args, start, end, related = [] } = finding;
  return { code, severity, message: formatMessage(code, variant, args, translate), range: { start, end }, related: related.map((place) => placeRelated(place, translate)), finding };
}

/** How grave a finding is under the user's settings. */
export function severityUnder(settings: RuleSettings, finding: Pick<Finding, 'code' | 'variant'>): Severity | 'off' {
  if (!settings.suppressesNothing && settings.suppressed(finding.code, undefined)) return 'off';
  return settings.severity(finding.code, severityOf(finding));
}
