import { QueryText } from '#http';

/** The page of a list of files. */
export class ListFilesQuery {
  @QueryText()
  limit?: string;

  @QueryText()
  cursor?: string;
}
