import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

// Imported, it is another thing than its types say.
const { default: DefaultSequencer } = createRequire(import.meta.url)(
  '@jest/test-sequencer',
) as typeof import('@jest/test-sequencer');

type Specs = Parameters<InstanceType<typeof DefaultSequencer>['sort']>[0];

/** What a spec imports that starts whole programs and waits for them. */
const STARTS_PROGRAMS = '/support/process/';

/**
 * Specs that start programs come first, whatever jest would make of the size of their files: they wait more than
 * they work, which other specs make use of, and one that began at the end would run alone.
 */
export default class SpecSequencer extends DefaultSequencer {
  override async sort(specs: Specs): Promise<Specs> {
    const sorted = await super.sort(specs);
    const first = new Set(sorted.filter(({ path }) => readFileSync(path, 'utf8').includes(STARTS_PROGRAMS)));
    return [...first, ...sorted.filter((spec) => !first.has(spec))];
  }
}
