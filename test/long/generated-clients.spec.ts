import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import type { SampleDatabase } from '../../apps/api/src/sample/sample-database.js';
import { type TestApp, startTestApp } from '../support/app.js';
import { bearer } from '../support/bearer.js';
import { LOCAL_CHECKS } from '../support/checks.js';
import { useSample } from '../support/shared-sample.js';
import { createProject, createTenant } from '../support/tenant.js';
import type { Place } from './client-rounds/place.js';

const ROUNDS = resolve('test/long/client-rounds');
/** Within the build, from where packages are found. */
const CACHE = resolve('dist/clients-');

/** No worker runs here, so that no tables are found. What each round says of itself, from its first call to its last. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  telmai: [
    'GLOBAL',
    'version 2',
    'changed by a generated client',
    'POSTGRES',
    'Connection was deleted successfully',
    '404',
  ],
  'database-connections': ['postgresql', 'renamed', 'renamed', 'no tables', 'renamed', '404'],
  credible: ['SKIPPED', 'other', 'shop', '204', '404'],
  syntho: ['postgres', 'HIGH_PERFORMANCE_WRITING,IDEMPOTENT_WRITING', 'success'],
};

const DRIVER = `import createClient from 'openapi-fetch';
const [contract, options, place] = JSON.parse(process.argv[2]);
const { round } = await import('./' + contract + '.js');
process.stdout.write(JSON.stringify(await round(createClient(options), place)));
`;

/** For each contract, a client is generated from its document, compiled strictly, and driven against the server. */
describe('a generated client', () => {
  let test: TestApp;
  let sample: SampleDatabase;
  let folder: string;
  beforeAll(async () => {
    sample = await useSample();
    test = await startTestApp({ checks: LOCAL_CHECKS });
    folder = await mkdtemp(CACHE);
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    await writeFile(join(folder, 'drive.js'), DRIVER);
    await copyFile(join(ROUNDS, 'place.ts'), join(folder, 'place.ts'));
  });
  afterAll(async () => {
    await test.close();
    await sample.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const compile = (file: string): string[] => {
    const program = ts.createProgram([file], {
      strict: true,
      noEmitOnError: true,
      skipLibCheck: true,
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      types: [],
      lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    });
    const emitted = program.emit();
    return [...ts.getPreEmitDiagnostics(program), ...emitted.diagnostics].map(
      ({ messageText, start, file: at }) =>
        `${at?.fileName ?? ''}:${start ?? 0} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    );
  };

  /** In a process of its own, as a client is. */
  const drive = async (contract: string, options: object, place: Place): Promise<string[]> => {
    const given = JSON.stringify([contract, options, place]);
    const { stdout } = await promisify(execFile)(process.execPath, ['drive.js', given], { cwd: folder });
    return JSON.parse(stdout) as string[];
  };

  it.each(Object.entries(EXPECTED))(
    'of %s compiles, and goes a round',
    async (contract, expected) => {
      const { body } = await test.http().get(`/openapi/${contract}.json`).expect(200);
      const types = astToString(
        await openapiTS(body as Parameters<typeof openapiTS>[0], {
          // A default of the server's is nothing that a client must send.
          defaultNonNullable: false,
          silent: true,
        }),
      );
      await writeFile(join(folder, `${contract}.types.ts`), types);
      const source = join(folder, `${contract}.ts`);
      await copyFile(join(ROUNDS, `${contract}.ts`), source);
      expect(compile(source)).toEqual([]);

      const tenant = await createTenant(test);
      await createProject(test, tenant, 'sales');
      const { port } = test.server.address() as AddressInfo;
      const options = { baseUrl: `http://127.0.0.1:${port}`, headers: bearer(tenant.admin) };
      const place = {
        tenant: tenant.slug,
        project: 'sales',
        host: sample.host,
        port: sample.port,
        database: sample.database,
        ...sample.good,
      };
      expect(await drive(contract, options, place)).toEqual(expected);
    },
    60_000,
  );
});
