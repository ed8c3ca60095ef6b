import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = process.cwd();

/** Each breaks one rule: who imports, what, and the rule that must say so. */
const forbidden: readonly [from: string, imported: string, rule: string][] = [
  ['libs/platform/src/scope/a.ts', '#connector-sdk', 'platform-imports-downwards'],
  ['libs/platform/src/scope/b.ts', '#core', 'platform-imports-downwards'],
  ['libs/connector-sdk/src/c.ts', '#core', 'connector-sdk-imports-downwards'],
  ['libs/connector-sdk/src/d.ts', '#connectors', 'connector-sdk-imports-downwards'],
  ['libs/core/src/e.ts', '../../dialects/src/one/index.js', 'core-imports-downwards'],
  ['libs/core/src/f.ts', '../../../apps/api/src/main.js', 'core-imports-downwards'],
  ['libs/core/src/g.ts', '#connectors', 'connectors-for-apps-alone'],
  ['libs/dialects/src/one/h.ts', '../../../../apps/api/src/main.js', 'dialects-imports-downwards'],
  ['libs/dialects/src/one/i.ts', '../two/index.js', 'dialects-stand-alone'],
  ['libs/dialects/src/one/j.ts', '#connectors', 'connectors-for-apps-alone'],
  ['libs/http/src/ja.ts', '../../dialects/src/one/index.js', 'http-imports-downwards'],
  ['apps/api/src/jb.ts', '../../../libs/dialects/src/one/index.js', 'dialects-by-their-door'],
  ['apps/api/src/jc.ts', '../../../libs/http/src/inner.js', 'http-by-its-door'],
  ['libs/dialects/src/one/jd.ts', 'typeorm', 'typeorm-in-its-places'],
  ['libs/dialects/src/one/je.ts', '../../../core/src/thing.entity.js', 'core-by-its-door'],
  ['libs/connectors/src/mysql/k.ts', '#core', 'connectors-imports-downwards'],
  ['libs/connectors/src/mysql/l.ts', '../oracle/index.js', 'connectors-stand-alone'],
  ['libs/connectors/src/mysql/m.ts', '#connectors', 'connectors-stand-alone'],
  ['libs/connectors/src/n.ts', './mysql/index.js', 'connectors-are-found'],
  ['apps/api/src/o.ts', '../../../libs/connectors/src/mysql/index.js', 'connectors-are-found'],
  ['test/e2e/p.ts', '../../libs/connectors/src/mysql/index.js', 'connectors-are-found'],
  ['apps/api/src/q.ts', '../../../libs/core/src/inner.js', 'core-by-its-door'],
  ['libs/core/src/r.ts', '../../platform/src/scope/inner.js', 'platform-by-its-doors'],
  ['libs/platform/src/vault/s.ts', '../scope/inner.js', 'platform-modules-by-their-doors'],
  ['apps/worker/src/t.ts', '../../api/src/main.js', 'worker-knows-no-api'],
  ['apps/prober/src/u.ts', '#platform/opens-store', 'prober-sees-no-store'],
  ['apps/prober/src/ua.ts', '#connector-sdk', 'prober-loads-no-descriptions'],
  ['libs/connectors/src/mysql/open.ts', '#connector-sdk', 'prober-loads-no-descriptions'],
  ['libs/core/src/v.ts', 'typeorm', 'typeorm-in-its-places'],
  ['apps/api/src/w.ts', '@nestjs/typeorm', 'nest-typeorm-in-the-app-module'],
  ['libs/core/src/x.repository.ts', 'pg', 'pg-in-its-places'],
  ['libs/core/src/circle-one.ts', './circle-two.js', 'no-cycles'],
  ['libs/core/src/y.ts', 'jest', 'no-development-packages'],
  ['libs/core/src/z.ts', 'undeclared', 'no-undeclared-packages'],
  ['libs/core/src/za.ts', '../../../test/support/index.js', 'no-test-code-in-production'],
  ['apps/api/src/zb.ts', './main.spec.js', 'no-test-code-in-production'],
  ['libs/core/src/zc.ts', '#platform/missing', 'imports-resolve'],
  ['libs/core/src/zd.ts', './missing.js', 'imports-resolve'],
  ['migrations/ze.ts', '#core', 'migrations-imports-downwards'],
];

/** None breaks a rule. */
const allowed: readonly [from: string, imported: string][] = [
  ['libs/core/src/index.ts', './inner.js'],
  ['libs/core/src/inner.ts', '#connector-sdk'],
  ['libs/core/src/thing.repository.ts', 'typeorm'],
  ['libs/core/src/thing.entity.ts', 'typeorm'],
  ['libs/core/src/thing.spec.ts', 'jest'],
  ['libs/platform/src/scope/index.ts', './inner.js'],
  ['libs/platform/src/vault/index.ts', '#platform/scope'],
  ['libs/platform/src/database/index.ts', 'typeorm'],
  ['libs/platform/src/database/pool.ts', 'pg'],
  ['libs/platform/src/opens-store/index.ts', '#platform/database'],
  ['libs/connector-sdk/src/index.ts', '#platform/scope'],
  ['libs/connectors/src/mysql/index.ts', '#connector-sdk'],
  ['libs/connectors/src/oracle/index.ts', 'pg'],
  ['libs/dialects/src/one/index.ts', '#core'],
  ['libs/dialects/src/one/inner.ts', '#http'],
  ['libs/http/src/index.ts', '#core'],
  ['libs/dialects/src/two/index.ts', '#platform/scope'],
  ['apps/api/src/app.module.ts', '@nestjs/typeorm'],
  ['apps/api/src/main.ts', '#connectors'],
  ['apps/api/src/runtime.ts', '../../worker/src/main.js'],
  ['apps/worker/src/main.ts', '#core'],
  ['apps/prober/src/main.ts', '#connectors/open'],
  ['apps/prober/src/main.ts', '#connector-sdk/opening'],
  ['libs/connectors/src/oracle/open.ts', '#connector-sdk/opening'],
  ['migrations/data-source.ts', 'typeorm'],
  ['test/e2e/all.spec.ts', '#core'],
];

const plain = [
  'libs/http/src/inner.ts',
  'libs/platform/src/scope/inner.ts',
  'libs/connectors/src/index.ts',
  'libs/connectors/src/load-opener.ts',
  'libs/connector-sdk/src/opening/index.ts',
  'apps/api/src/main.spec.ts',
  'test/support/index.ts',
];

const manifest = {
  name: 'fixture',
  type: 'module',
  dependencies: { typeorm: '1', '@nestjs/typeorm': '1', pg: '1' },
  devDependencies: { jest: '1' },
};

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
}

describe('the import rules', () => {
  let folder: string;
  let violations: readonly Violation[];

  const put = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'patchbay-imports-'));
    for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json'])
      await cp(join(ROOT, name), join(folder, name));
    await put('package.json', JSON.stringify(manifest));
    for (const name of [...Object.keys(manifest.dependencies), 'jest', 'undeclared']) {
      await put(
        `node_modules/${name}/package.json`,
        JSON.stringify({ name, version: '1.0.0', main: 'index.js' }),
      );
      await put(`node_modules/${name}/index.js`, 'module.exports = {};');
    }
    for (const path of plain) await put(path, 'export const value = 1;');
    for (const [from, imported] of [...allowed, ...forbidden])
      await put(from, `export * from '${imported}';`);
    // The other half of the circle.
    await put('libs/core/src/circle-two.ts', "export * from './circle-one.js';");
    violations = await violationsIn(folder);
  });
  afterAll(() => rm(folder, { recursive: true }));

  const rulesFor = (from: string): string[] =>
    violations.filter((found) => found.from === from).map(({ rule }) => rule.name);

  it.each(forbidden)('refuse that %s imports %s: %s', (from, _, rule) => {
    expect(rulesFor(from)).toContain(rule);
  });

  it.each(allowed)('let %s import %s', (from) => {
    expect(rulesFor(from)).toEqual([]);
  });

  it('are all tried here', () => {
    const tried = new Set(forbidden.map(([, , rule]) => rule));
    expect(ruleNames().filter((name) => !tried.has(name))).toEqual([]);
  });
});

function ruleNames(): string[] {
  const config = createRequire(`${ROOT}/`)('./.dependency-cruiser.cjs') as {
    forbidden: readonly { name: string }[];
  };
  return config.forbidden.map(({ name }) => name);
}

async function violationsIn(folder: string): Promise<readonly Violation[]> {
  const program = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [program, 'apps', 'libs', 'migrations', 'test', '--output-type', 'json'];
  const output = await new Promise<string>((resolve, reject) => {
    execFile(
      process.execPath,
      args,
      { cwd: folder, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (stdout === '') reject(error ?? new Error(stderr));
        else resolve(stdout);
      },
    );
  });
  return (JSON.parse(output) as { summary: { violations: readonly Violation[] } }).summary.violations;
}
