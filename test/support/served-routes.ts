import type { TestApp } from './app.js';

const LINE = /^((?:[│ ] {3})*)[├└]── (\S+)(?: \(([A-Z, ]+)\))?$/;
const INDENT = 4;

/** What the server really answers to, as `METHOD /path`: read from the router itself, whoever added the route. */
export function servedRoutes(test: TestApp): string[] {
  const instance = test.app.getHttpAdapter().getInstance();
  const above: string[] = [];
  return instance
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .filter((line) => line.trim() !== '')
    .flatMap((line) => {
      const match = LINE.exec(line);
      if (!match) throw new Error(`This line of the route tree has another form: ${line}`);
      const depth = match[1]!.length / INDENT;
      // What stands for the rest of a path is shown without the slash before it.
      const part = match[2] === '*' ? '/*' : match[2];
      const path = `${depth === 0 ? '' : above[depth - 1]}${part}`;
      above[depth] = path;
      return (match[3]?.split(', ') ?? []).map((method) => `${method} ${path}`);
    });
}
