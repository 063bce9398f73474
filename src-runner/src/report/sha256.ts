import { createHash } from 'node:crypto';
import type { Sha256 } from '#core/jrm/jrm';

/** SHA-256 for the core, which has no implementation of its own. */
export const sha256: Sha256 = () => {
  const hash = createHash('sha256');
  return { update: (text) => hash.update(text), digest: () => hash.digest('hex') };
};
