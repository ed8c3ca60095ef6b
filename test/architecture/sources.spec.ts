import { findings, sourceFiles } from './source-files.js';

const PRODUCTION = /^(?:apps|libs|migrations)\/.*(?<!\.spec)\.ts$/;

const lines = (text: string): number => text.trimEnd().split('\n').length;

describe('the sources', () => {
  it('have no file over 400 lines', async () => {
    const files = await sourceFiles(/^(?:apps|libs|migrations|test)\/.*\.ts$/);
    expect(files.length).toBeGreaterThan(50);
    expect(files.filter(({ text }) => lines(text) > 400).map(({ path }) => path)).toEqual([]);
  });

  it('are mostly small: the median of the files is under 80 lines', async () => {
    const lengths = (await sourceFiles(PRODUCTION)).map(({ text }) => lines(text)).sort((a, b) => a - b);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThan(80);
  });

  it('write to the log, not to the console', async () => {
    const files = (await sourceFiles(/^(?:apps|libs)\/.*(?<!\.spec)\.ts$/)).filter(
      ({ path }) => !/^apps\/[^/]+\/src\/(?:cli\/|.*banner\.ts$)/.test(path),
    );
    expect(findings(files, /\bconsole\s*\.\s*(?:debug|error|info|log|trace|warn)\b/)).toEqual([]);
  });

  it('name no path of a machine', async () => {
    const files = await sourceFiles(
      /^(?!package-lock\.json$|LICENSE$|\.env$).*(?:\.(?:[cm]?[jt]s|json|md|ya?ml|sh)|(?:^|\/)[^.]+|\/\.[^/]+)$/,
    );
    // Built from parts, so that this file does not find itself.
    const homes = ['work', 'root', 'Users', 'home'].map((folder) => `/${folder}/[A-Za-z]`);
    expect(findings(files, new RegExp(`(?<![\\w.$}~-])(?:${homes.join('|')})\\w*`))).toEqual([]);
  });
});
