import type { JsonObject } from '#connector-sdk';
import type { AttributeChanges } from '#core';
import type { Source } from './blocks/block.js';
import type { TypeFace } from './type-table.js';

/** Under which connections keep what only this contract knows of them. */
export const NAMESPACE = 'credible';
/** The name of the page's type, where it is not the usual one. */
const REMEMBERED = 'type';

/** What a source wants kept beside what our types have places for; undefined for nothing. */
export function attributesOf(face: TypeFace, { sealed }: Source): AttributeChanges | undefined {
  if (!face.remembered && !sealed) return undefined;
  return {
    namespace: NAMESPACE,
    ...(face.remembered ? { open: { [REMEMBERED]: face.type } } : {}),
    ...(sealed ? { sealed } : {}),
  };
}

/** The face that a stored connection of our type has; undefined where the page has no word for the type. */
export function faceOf(faces: readonly TypeFace[], native: string, open: JsonObject): TypeFace | undefined {
  const ofType = faces.filter((face) => face.native === native);
  return (
    ofType.find(({ remembered, type }) => remembered && open[REMEMBERED] === type) ??
    ofType.find(({ remembered }) => !remembered)
  );
}
