import { FILE_NAME, Text } from '#connector-sdk';

/** A SQLite file of the upload area. */
export class SqlitePayload {
  @Text({
    label: 'File',
    required: true,
    format: FILE_NAME,
    placeholder: 'shop.db',
    help: 'An uploaded file',
  })
  file!: string;
}
