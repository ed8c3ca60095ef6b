import { settings } from './config.js';
import type { Setting } from './setting.js';

const COLUMNS = 100;

/** The table of the README: every variable, its default and its meaning, as GitHub-flavoured markdown. */
export function renderSettingsTable(): string {
  const rows = settings.map((setting) => {
    const fallback = setting.fallback ? `\`${setting.fallback}\`` : '';
    return `| \`${setting.variable}\` | ${fallback} | ${setting.description.replaceAll('|', '\\|')} |`;
  });
  return ['| Variable | Default | Meaning |', '| --- | --- | --- |', ...rows].join('\n') + '\n';
}

/** The text of `.env.example`: every variable commented out, with its default or an example. */
export function renderEnvExample(): string {
  const head = [
    '# Every setting. Copy what you change to .env, or set it in the environment.',
    '# An empty variable counts as unset; one that begins with PATCHBAY_ and is not listed here is an error.',
  ];
  return [head, ...settings.map(envLines)].map((lines) => lines.join('\n')).join('\n\n') + '\n';
}

function envLines(setting: Setting<unknown>): string[] {
  const comments = wrapped(setting.description).map((line) => `# ${line}`);
  return [...comments, `# ${setting.variable}=${setting.example ?? setting.fallback ?? ''}`];
}

function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + word.length < COLUMNS)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
