import { readFile } from 'node:fs/promises';
import { loadConfig, renderEnvExample, renderSettingsTable, settings } from './index.js';

describe('the documents of the settings', () => {
  it('agree with .env.example', async () => {
    expect(await readFile('.env.example', 'utf8')).toBe(renderEnvExample());
  });

  it('show examples that the loader takes', () => {
    const lines = renderEnvExample().match(/^# [A-Z_]+=.*$/gm) ?? [];
    const env = Object.fromEntries(
      lines.map((line) => line.slice(2).split(/=(.*)/s).slice(0, 2) as [string, string]),
    );
    expect(Object.keys(env)).toEqual(settings.map(({ variable }) => variable));
    expect(loadConfig(env).jwtIssuers).toHaveLength(1);
  });

  it('have one row of three cells for each setting', () => {
    const rows = renderSettingsTable().trimEnd().split('\n').slice(2);
    expect(rows).toHaveLength(settings.length);
    for (const row of rows) expect(row.split(/(?<!\\)\|/)).toHaveLength(5);
  });
});
