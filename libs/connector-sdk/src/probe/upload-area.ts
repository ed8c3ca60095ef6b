import { realpath } from 'node:fs/promises';
import { join, relative, isAbsolute } from 'node:path';

import type { ProbeFiles } from './probe.js';
import { ProbeError } from './probe-error.js';

/**
 * The files that a tenant uploaded.
 *
 * @param root - its folder; null where the deployment has no upload area
 */
export function uploadArea(root: string | null): ProbeFiles {
  return {
    path: async (name) => {
      if (root === null) throw new ProbeError('file_not_found');
      try {
        const area = await realpath(root);
        const file = await realpath(join(area, name));
        const within = relative(area, file);
        if (within === '' || within.startsWith('..') || isAbsolute(within)) throw new Error('outside');
        return file;
      } catch (cause) {
        throw new ProbeError('file_not_found', { cause });
      }
    },
  };
}
