import type { JrmSummary } from '../../../../server/src/protocol/jrm';
import type { Words } from '../../webview/words';
import type { FollowedJrm } from './jrmDocuments';
import { JrmNodes } from './jrmNodes';
import type { JrmNode } from './jrmNodes';
import type { ShownKeys } from './shownKeys';

/** What the checksums of a JRM are filtered by, and how many files match. */
export interface JrmFilter {
  readonly text: string;
  readonly files: number;
}

/** The sections of a JRM that is followed; the server is asked for what is expanded in them. */
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
