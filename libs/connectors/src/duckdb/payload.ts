import { AtLeastOne, FILE_NAME, type JsonObject, NamedList, Text } from '#connector-sdk';

import { ATTACHED } from './attached.js';

/** A DuckDB file of the upload area, databases that DuckDB attaches, or both. */
@AtLeastOne('file', 'attached')
export class DuckDbPayload {
  @Text({ label: 'File', format: FILE_NAME, placeholder: 'shop.duckdb', help: 'An uploaded file' })
  file?: string;

  @NamedList(ATTACHED, { label: 'Attached databases', max: 50 })
  attached?: readonly JsonObject[];
}
