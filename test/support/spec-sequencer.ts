import { readFileSync } from 'node:fs';
import DefaultSequencer from '@jest/test-sequencer';

type Specs = Parameters<DefaultSequencer['sort']>[0];

/** What a spec imports that starts whole programs and waits for them. */
const STARTS_PROGRAMS = '/support/process/';

/**
 * Specs that start programs come first, whatever jest would make of the size of their files: they wait more than
 * they work, which other specs make use of, and one that began at the end would run alone.
 */
export default class SpecSequencer extends DefaultSequencer {
  override sort(specs: Specs): Specs {
    const sorted = super.sort(specs);
    const first = new Set(sorted.filter(({ path }) => readFileSync(path, 'utf8').includes(STARTS_PROGRAMS)));
    return [...first, ...sorted.filter((spec) => !first.has(spec))];
  }
}
