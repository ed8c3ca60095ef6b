import { readFile } from 'node:fs/promises';
import { type Program, SAMPLE_DB, TOKEN, startProgram } from '../support/process/program.js';
import { ServerHome, type ServerProcess } from '../support/process/server-home.js';
import { runTour, tourOf, withoutChance } from '../support/readme-tour.js';

describe('the tour of the README', () => {
  let home: ServerHome;
  let server: ServerProcess;
  let sample: Program;
  beforeAll(async () => {
    home = await ServerHome.make();
    sample = startProgram(SAMPLE_DB, {});
    server = await home.start();
    await sample.says(/sample_nobody[\s\S]*\}\n\n$/);
  }, 60_000);
  afterAll(async () => {
    sample.signal('SIGTERM');
    await sample.ended;
    await home.remove();
  });

  it('answers what it shows', async () => {
    const tour = tourOf(await readFile('README.md', 'utf8'));
    const port = /127\.0\.0\.1:(\d+)/.exec(sample.stdout())![1]!;
    const password = /"password": "(.+)"/.exec(sample.stdout())![1]!;
    const commands = tour.map(({ command }) =>
      command
        .replaceAll('http://127.0.0.1:3000', server.url)
        .replaceAll('.patchbay/', `${home.path}/`)
        .replaceAll('npm run --silent token --', `node ${TOKEN}`)
        .replaceAll('5433', port),
    );
    const outputs = await runTour(commands, home.settings, `${password}\n`);
    for (const [index, { command, answer }] of tour.entries()) {
      const answered: unknown = answer === null ? outputs[index] : JSON.parse(outputs[index]!);
      const shown = answer ?? '';
      expect([command, withoutChance(answered)]).toEqual([command, withoutChance(shown)]);
    }
    expect(tour.filter(({ answer }) => answer !== null).length).toBeGreaterThan(8);
  }, 60_000);
});
