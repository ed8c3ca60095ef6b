import { createHash } from 'node:crypto';
import { ENTITY_TAG } from './entity-tag.js';

/** The version of what counts none: a digest of what is shown, so that the same is the same version again. */
export function contentVersion(shown: object): number {
  return createHash('sha256').update(JSON.stringify(shown)).digest().readUInt32BE() || 1;
}

/** What is shown, with the entity tag of its content. */
export function withContentTag<Shown extends object>(shown: Shown): Shown {
  return { ...shown, [ENTITY_TAG]: `"${contentVersion(shown)}"` };
}
