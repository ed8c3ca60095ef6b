import { AtLeastOne, type JsonObject, NamedList, UploadedFile } from '#connector-sdk';

import { ATTACHED } from './attached.js';

/** A DuckDB file of the upload area, databases that DuckDB attaches, or both. */
@AtLeastOne('file', 'attached')
export class DuckDbPayload {
  @UploadedFile({ label: 'File', placeholder: 'shop.duckdb', help: 'An uploaded file' })
  file?: string;

  @NamedList(ATTACHED, { label: 'Attached databases', max: 50 })
  attached?: readonly JsonObject[];
}
