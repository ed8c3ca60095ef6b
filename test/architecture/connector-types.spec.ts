import { findings, sourceFiles } from './source-files.js';

/** Words of another vocabulary that happen to read like a type: a metastore's location types. */
const OTHER_VOCABULARIES: Readonly<Record<string, readonly string[]>> = {
  'hive-iceberg': ['AZURE', 'GCS', 'S3'],
};

/** Specs, the test folder, the sample database and the closed tables of the dialects may name types. */
const MAY_NAME_TYPES =
  /\.spec\.ts$|^test\/|^apps\/api\/src\/cli\/sample-db\.ts$|^libs\/dialects\/.*-table\.ts$/;

async function typesByFolder(): Promise<[folder: string, type: string][]> {
  const files = await sourceFiles(/^libs\/connectors\/src\/[^/]+\/index\.ts$/);
  return files.map(({ path, text }) => {
    const [, folder = ''] = /src\/([^/]+)\//.exec(path) ?? [];
    const [, type = ''] = /defineConnector\(\{\s*type: '([A-Z0-9_]+)'/.exec(text) ?? [];
    return [folder, type];
  });
}

describe('the type of a connector', () => {
  it('is declared once by each folder', async () => {
    const types = (await typesByFolder()).map(([, type]) => type);
    expect(types.length).toBeGreaterThan(0);
    expect(types).not.toContain('');
    expect(new Set(types).size).toBe(types.length);
  });

  it('is named nowhere else: adding a source touches one folder', async () => {
    const files = (await sourceFiles(/^(?:apps|libs|migrations)\/.*\.ts$/)).filter(
      ({ path }) => !MAY_NAME_TYPES.test(path),
    );
    const strangers = (await typesByFolder()).flatMap(([folder, type]) => {
      const elsewhere = files.filter(({ path }) => {
        const [, other = ''] = /^libs\/connectors\/src\/([^/]+)\//.exec(path) ?? [];
        return other !== folder && !OTHER_VOCABULARIES[other]?.includes(type);
      });
      return findings(elsewhere, new RegExp(`(['"\`])${type}\\1`));
    });
    expect(strangers).toEqual([]);
  });
});
