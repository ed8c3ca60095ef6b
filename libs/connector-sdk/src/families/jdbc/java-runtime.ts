import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

import { ProbeError } from '../../probe/probe-error.js';

const SOURCE = 'JdbcBridge.java';
/** Where Debian, other distributions and the common images have it; a prober's environment is empty. */
const USUAL_PLACES = ['/usr/bin/java', '/usr/local/bin/java', '/opt/java/openjdk/bin/java'];

/**
 * The program that runs Java: the operator's own beside the drivers, or the machine's.
 *
 * @throws ProbeError `driver_not_installed`
 */
export function javaProgram(jdbcFolder: string): string {
  const found = [join(jdbcFolder, 'jre', 'bin', 'java'), ...USUAL_PLACES].find((path) => existsSync(path));
  if (found === undefined) {
    throw new ProbeError('driver_not_installed', {
      facts: { driver: 'java' },
      hint: 'This source needs a Java runtime (17 or 21) beside the service: Debian has openjdk-17-jre-headless.',
    });
  }
  return found;
}

/** Our Java program. Java runs it from source, so the compiler leaves it where it is: `dist` mirrors the folders. */
export function bridgeSource(): string {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const built = `${sep}dist${sep}libs${sep}`;
  const at = folder.lastIndexOf(built);
  const beside = join(folder, SOURCE);
  if (at < 0 || existsSync(beside)) return beside;
  return join(folder.slice(0, at), 'libs', folder.slice(at + built.length), SOURCE);
}

/**
 * The arguments of the virtual machine. None of them is anybody's input but the operator's.
 *
 * @param temporaryFolder - its home and its place for temporary files
 */
export function javaArguments(jdbcFolder: string, temporaryFolder: string): string[] {
  return [
    '-Xmx192m',
    '-Xss512k',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-XX:-UsePerfData',
    '-XX:+DisableAttachMechanism',
    '-XX:+ExitOnOutOfMemoryError',
    `-XX:ErrorFile=${join(temporaryFolder, 'java.log')}`,
    '-Djava.security.manager=allow',
    '-Dfile.encoding=UTF-8',
    '-Djava.net.preferIPv4Stack=true',
    `-Djava.io.tmpdir=${temporaryFolder}`,
    `-Duser.home=${temporaryFolder}`,
    '-cp',
    join(jdbcFolder, '*'),
    bridgeSource(),
  ];
}
