import { type Functionality, highPerformanceWriting, idempotentWriting } from '#connector-sdk';

/** What a bucket lets a client do around a load. */
export const S3_FUNCTIONALITIES: readonly Functionality[] = [
  highPerformanceWriting({
    applicability: 'FULL',
    reason: 'Objects go up in parallel parts, and there is nothing beside them that would slow that down.',
    capabilities: [],
  }),
  idempotentWriting({
    applicability: 'PARTIAL',
    reason: 'Each object is replaced in one step, but a prefix is not: a reader may see half of a new load.',
    capabilities: [
      { name: 'DATA_TRUNCATION', reason: 'Putting an object where one is replaces it.' },
      { name: 'DATA_DELETION', reason: 'Objects are deleted one by one or in batches, never as a whole.' },
    ],
  }),
];
