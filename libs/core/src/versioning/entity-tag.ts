/** Where an answer keeps its entity tag, if that is another than its version; JSON does not see it. */
export const ENTITY_TAG = Symbol('entity tag');
