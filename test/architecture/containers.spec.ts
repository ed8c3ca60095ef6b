import { access, readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { settings } from '#platform/config';

const ROOT = pathToFileURL(`${process.cwd()}/`);
const textOf = (name: string): Promise<string> => readFile(new URL(name, ROOT), 'utf8');
const VARIABLES = settings.map(({ variable }) => variable);

/** The source of a compiled program. */
const sourceOf = (compiled: string): URL =>
  new URL(compiled.replace(/^dist\//, '').replace(/\.js$/, '.ts'), ROOT);

describe('the container files', () => {
  let compose: string;
  let dockerfile: string;
  beforeAll(async () => {
    compose = await textOf('docker-compose.yml');
    dockerfile = await textOf('Dockerfile');
  });

  it('start programs that exist', async () => {
    const programs = [...`${compose}\n${dockerfile}`.matchAll(/dist\/[\w/.-]+\.js/g)].map(([path]) => path);
    expect([...new Set(programs)].sort()).toEqual([
      'dist/apps/api/src/cli/migrate.js',
      'dist/apps/api/src/main.js',
      'dist/apps/worker/src/main.js',
    ]);
    for (const program of programs) await access(sourceOf(program));
  });

  it('set settings that exist', () => {
    const set = [...compose.matchAll(/^\s+((?:PATCHBAY_|DATABASE_)[A-Z_]+):/gm)].map(([, name]) => name!);
    expect(set.length).toBeGreaterThan(10);
    expect(VARIABLES).toEqual(expect.arrayContaining(set));
    const inImage = [...dockerfile.matchAll(/\b((?:PATCHBAY_[A-Z_]+|HOST|PORT))=/g)].map(([, name]) => name!);
    expect(inImage.sort()).toEqual(['HOST', 'PATCHBAY_HOME', 'PORT']);
  });

  it('give the API every setting that .env may bring', () => {
    const api = compose.slice(compose.indexOf('\n  api:'), compose.indexOf('\n  worker:'));
    const shared = compose.slice(compose.indexOf('x-settings:'), compose.indexOf('\nservices:'));
    const given = [...`${api}${shared}`.matchAll(/^\s+((?:PATCHBAY_|DATABASE_)[A-Z_]+):/gm)].map(
      ([, name]) => name!,
    );
    // The image sets the first three; the next two are for other programs; the last one needs a folder of one's own.
    const elsewhere = [
      'HOST',
      'PORT',
      'PATCHBAY_HOME',
      'PATCHBAY_MIGRATION_DATABASE_URL',
      'PATCHBAY_WORKER_DATABASE_URL',
    ];
    const expected = VARIABLES.filter((name) => ![...elsewhere, 'PATCHBAY_JDBC_DIR'].includes(name));
    expect(given.sort()).toEqual(expected.sort());
  });

  it('copy what the build needs, and nothing that is kept out of the context', async () => {
    const ignored = await textOf('.dockerignore');
    const kept = [...ignored.matchAll(/^!(.+)$/gm)].map(([, name]) => name!);
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names]) =>
      names!.split(' '),
    );
    expect(copied.sort()).toEqual(kept.sort());
    for (const name of copied) await access(new URL(name, ROOT));
  });

  it('run as a user without rights, and say whether they live', () => {
    const [, served] = dockerfile.split(/^FROM .+(?<!AS build)$/m);
    expect(served).toMatch(/^USER node$/m);
    expect(served).toMatch(/^HEALTHCHECK [\s\S]+\/health\/live/m);
    for (const rule of ['read_only: true', 'cap_drop: [ALL]', 'no-new-privileges:true']) {
      expect(compose).toContain(rule);
    }
  });
});
