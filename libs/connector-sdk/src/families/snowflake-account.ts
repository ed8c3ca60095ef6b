import { Count } from '../fields/value-fields.js';
import { Text } from '../fields/text-fields.js';
import type { TextFormat } from '../formats/text-format.js';
import { ObjectName } from './database-server.js';

/** The account identifier becomes the first part of the host name, where case does not count. */
const ACCOUNT: TextFormat = {
  pattern: '^[A-Za-z0-9_.-]+$',
  max: 253,
  means: 'an account identifier such as org-account or xy12345.eu-central-1',
  canonical: (account) => account.toLowerCase(),
};

/** A Snowflake account; it is always reached under Snowflake's own domain. */
export class SnowflakeAccount {
  @Text({ label: 'Account', required: true, format: ACCOUNT, destination: true, placeholder: 'org-account' })
  account!: string;

  @ObjectName({ label: 'Warehouse' })
  warehouse?: string;

  @ObjectName({ label: 'Role' })
  role?: string;

  @ObjectName({ label: 'Database' })
  database?: string;

  @ObjectName({ label: 'Schema' })
  schema?: string;

  @Count({ label: 'Response timeout in milliseconds', digits: 9 })
  response_timeout_ms?: number | string;
}
