import { randomUUID } from 'node:crypto';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { CheckCode } from '#connector-sdk';

import type { Fault } from '../fault.js';

type Prepare = (folder: string, name: string) => Promise<unknown>;

function fileFault(name: string, means: readonly CheckCode[], prepare: Prepare, area = true): Fault {
  return {
    name,
    group: 'file',
    happensTo: ({ reach }) => reach === 'file',
    means,
    provoke: async (subject, { uploadFolder }) => {
      const file = randomUUID();
      await prepare(uploadFolder, file);
      const payload = { ...subject.payloadAt('', 0), file };
      return { target: { payload, ...(area ? { uploadFolder } : {}) }, servers: [] };
    },
  };
}

const TEXT = 'id,name\n1,one\n2,two\n'.repeat(300);

/** What goes wrong with files of the upload area. */
export const FILE_FAULTS: readonly Fault[] = [
  fileFault('file that is not there', ['file_not_found'], async () => undefined),
  fileFault('file that is no database', ['file_invalid'], (folder, name) =>
    writeFile(join(folder, name), TEXT),
  ),
  fileFault('folder in place of the file', ['file_invalid', 'file_not_found'], (folder, name) =>
    mkdir(join(folder, name)),
  ),
  fileFault('link that leads out of the upload area', ['file_not_found'], (folder, name) =>
    symlink('/etc/hostname', join(folder, name)),
  ),
  fileFault('file without an upload area', ['file_not_found'], async () => undefined, false),
];
