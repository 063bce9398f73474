import type { ReadingWishes } from '#core/job/reading';
import { pathMapOf, ruleLevels } from '#core/rules/ruleConfiguration';
import { parseJson } from '#core/text/boundedJson';
import { sentence } from '../language/sentence';
import { UsageError } from '../model/usageError';

/**
 * `--editor-settings`: the `sneakernet` section of an editor's settings, in JSON. Unknown settings are ignored.
 *
 * @throws UsageError
 */
export function editorSettings(text: string | undefined): ReadingWishes {
  if (text === undefined) return {};
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null)
    throw new UsageError(sentence`--editor-settings is not a JSON object.`);
  const { rules, dialect, pathMap, runnerPlatform, tool, largeFileShares } = value as Record<string, unknown>;
  return {
    rules: ruleLevels(rules),
    dialect: dialect === 'blob' || dialect === 'files' ? dialect : undefined,
    pathMap: pathMapOf(pathMap),
    runnerPlatform: runnerPlatform === 'windows' || runnerPlatform === 'native' ? runnerPlatform : 'auto',
    tool: tool === 'current' || tool === '2017' ? tool : undefined,
    largeFileShares: typeof largeFileShares === 'boolean' ? largeFileShares : undefined,
  };
}
