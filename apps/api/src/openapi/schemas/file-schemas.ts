import type { JsonSchema } from '#connector-sdk';
import type { FileUserView, FileView } from '#core';
import {
  ACTOR,
  FILE_PATH,
  ID,
  NAME,
  OWN_SCOPE,
  PROJECT_ID_OR_ZERO,
  TIMESTAMP,
  VERSION,
} from './common-schemas.js';
import { answerSchema, arrayOf, orNull, schemaRef } from './object-schema.js';

/** Files of the upload area. */
export const FILE_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  FileContent: { type: 'string', format: 'binary', description: 'The bytes of the file, as they are.' },
  FileView: answerSchema<FileView>('A file. It never shows what is in it.', {
    id: ID,
    path: FILE_PATH,
    scope: OWN_SCOPE,
    project_id: PROJECT_ID_OR_ZERO,
    source_type: {
      ...orNull({ type: 'string' }),
      description: 'The type of the source that the file holds as a whole, by its first bytes.',
    },
    size: { type: 'integer', minimum: 1, description: 'Bytes.' },
    digest: { type: 'string', pattern: '^[0-9a-f]{64}$', description: 'SHA-256.' },
    version: VERSION,
    used_by: arrayOf(schemaRef('FileUser')),
    created_by: ACTOR,
    created_at: TIMESTAMP,
    updated_by: ACTOR,
    updated_at: TIMESTAMP,
  }),
  FileUser: answerSchema<FileUserView>('A connection that you see and that names the file.', {
    id: ID,
    name: NAME,
    project_id: PROJECT_ID_OR_ZERO,
  }),
};
