import type { JrmSummary } from '../../../../server/src/protocol/jrm';
import type { Words } from '../../webview/words';
import type { FollowedJrm } from './jrmDocuments';
import { JrmNodes } from './jrmNodes';
import type { JrmNode } from './jrmNodes';
import type { ShownKeys } from './shownKeys';

/** The filter of a JRM's checksums, and how many files match. */
export interface JrmFilter {
  readonly text: string;
  readonly files: number;
}

/** The sections of a followed JRM. Their children are requested from the server when expanded. */
export function followedNodes(
  jrm: FollowedJrm,
  summary: JrmSummary,
  keys: ShownKeys,
  words: Words,
  filter: JrmFilter | undefined,
): JrmNode[] {
  return new JrmNodes(
    summary,
    {
      children: (folder, block) => jrm.children(folder, block, filter?.text),
      checksum: (file) => jrm.checksum(file),
      locate: (place) => jrm.locate(place),
      shownKey: (drive) => keys.get(jrm.uri, drive),
    },
    words,
    filter,
  ).sections;
}
