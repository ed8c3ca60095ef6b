import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { StartError } from './start-error.js';

/** Others may pass through, which the embedded Postgres' own user needs, and may not list. */
const FOLDER_MODE = 0o711;

/** Makes the home folder where it is missing. @throws StartError when it cannot be made or written */
export async function requireHome(home: string): Promise<void> {
  try {
    await mkdir(home, { recursive: true, mode: FOLDER_MODE });
    await access(home, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StartError(`PATCHBAY_HOME: the folder cannot be used (${code ?? 'unknown'}).`);
  }
}
