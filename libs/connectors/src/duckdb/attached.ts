import {
  BigQueryProject,
  Bucket,
  Choice,
  CredentialField,
  type FieldClass,
  Nested,
  PostgresServer,
  Prefix,
  S3Service,
  SnowflakeAccount,
  Text,
  type TextFormat,
  type Variants,
} from '#connector-sdk';

/** A catalog's name: SQL has it without quotes. */
const NAME: TextFormat = {
  pattern: '^[a-zA-Z_][a-zA-Z0-9_]*$',
  max: 255,
  means: 'a name of letters, digits and underscores that does not begin with a digit',
};

/** Buckets may stay open: a key can serve all of its account's. */
class S3Files extends S3Service {
  @Bucket({ required: false, order: 10 })
  bucket?: string;

  @Prefix({ order: 30 })
  prefix?: string;
}

class GcsFiles {
  @Bucket({ required: false })
  bucket?: string;

  @Prefix()
  prefix?: string;
}

type CredentialTypes = Parameters<typeof CredentialField>[0];

/** What DuckDB can attach, by the word for it. */
export const ATTACHED: Variants = {
  by: 'type',
  classes: {
    bigquery: attached('bigquery', BigQueryProject, ['GCP']),
    snowflake: attached('snowflake', SnowflakeAccount, ['SIMPLE', 'KEY_PAIR']),
    postgres: attached('postgres', PostgresServer, ['SIMPLE']),
    gcs: attached('gcs', GcsFiles, ['HMAC', 'GCP']),
    s3: attached('s3', S3Files, ['AWS']),
  },
};

function attached(kind: string, payloadClass: FieldClass, credentials: CredentialTypes): FieldClass {
  class Attached {
    @Text({ label: 'Name', required: true, format: NAME, placeholder: 'sales' })
    name!: string;

    @Choice({ label: 'Type', required: true, options: [kind], destination: true })
    type!: string;

    @Nested(payloadClass, { label: 'Source', required: true })
    payload!: object;

    @CredentialField(credentials, { required: true })
    credential!: object;
  }
  return Attached;
}
