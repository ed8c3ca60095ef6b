import { BigQueryProject } from '#connector-sdk';

/** A project of BigQuery; it is always reached at Google's own hosts. */
export class BigQueryPayload extends BigQueryProject {}
