import { UploadedFile } from '#connector-sdk';

/** A SQLite file of the upload area. */
export class SqlitePayload {
  @UploadedFile({ label: 'File', required: true, placeholder: 'shop.db', help: 'An uploaded file' })
  file!: string;
}
