import { Count } from '../fields/value-fields.js';
import { Text } from '../fields/text-fields.js';
import type { TextFormat } from '../formats/text-format.js';

/** Project ids may have a domain in front, `example.com:project`. */
const PROJECT: TextFormat = {
  pattern: '^[A-Za-z0-9][A-Za-z0-9._:-]{0,254}$',
  max: 255,
  means: 'a project id of letters, digits and dashes',
};

const LOCATION: TextFormat = {
  pattern: '^[A-Za-z0-9-]{1,63}$',
  max: 63,
  means: 'a location such as EU or us-east1',
};

/** A project of BigQuery; it is always reached at Google's own hosts. */
export class BigQueryProject {
  @Text({ label: 'Project', required: true, format: PROJECT, placeholder: 'my-project' })
  project!: string;

  @Text({ label: 'Dataset', max: 1024 })
  dataset?: string;

  @Text({ label: 'Location', format: LOCATION, placeholder: 'EU' })
  location?: string;

  @Text({ label: 'Billing project', format: PROJECT, help: 'Pays for queries; without it the project does' })
  billing_project?: string;

  @Count({ label: 'Maximum bytes billed', digits: 15, help: 'Queries that would bill more are refused' })
  maximum_bytes_billed?: number | string;

  @Count({ label: 'Query timeout in milliseconds', digits: 9 })
  query_timeout_ms?: number | string;
}
