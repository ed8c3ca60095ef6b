import { access, readFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { renderSettingsTable, settings } from '#platform/config';

const ROOT = pathToFileURL(`${process.cwd()}/`);
const DOCUMENTS = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md'];

const textOf = (name: string): Promise<string> => readFile(new URL(name, ROOT), 'utf8');

describe('the documents', () => {
  it('list the settings that there are', async () => {
    const [, table] = /<!-- prettier-ignore-start -->\n([\s\S]*?)<!-- prettier-ignore-end -->/.exec(
      await textOf('README.md'),
    )!;
    expect(table).toBe(renderSettingsTable());
    const example = await textOf('.env.example');
    const names = [...example.matchAll(/^# ([A-Z][A-Z_]+)=/gm)].map(([, name]) => name);
    expect(names).toEqual(settings.map(({ variable }) => variable));
  });

  it.each(DOCUMENTS)('%s speaks of settings, commands and files that exist', async (name) => {
    const text = await textOf(name);
    const variables = new Set(text.match(/\bPATCHBAY_[A-Z][A-Z_]*\b/g));
    expect(settings.map(({ variable }) => variable)).toEqual(expect.arrayContaining([...variables]));

    const { scripts } = JSON.parse(await textOf('package.json')) as { scripts: Record<string, string> };
    const commands = [...text.matchAll(/npm run (?:--silent )?([a-z][\w:-]*)/g)].map(
      ([, command]) => command!,
    );
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining([...new Set(commands)]));

    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path]) => path!);
    const paths = [...text.matchAll(/`((?:apps|libs|test|migrations)\/[\w./-]+)`/g)].map(([, path]) => path!);
    for (const path of [...links, ...paths]) {
      await expect(access(fileURLToPath(new URL(path, ROOT)))).resolves.toBeUndefined();
    }
  });
});
