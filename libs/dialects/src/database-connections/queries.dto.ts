import { QueryText } from '#http';

/** Where a page begins, and how much it holds. */
export class PageQuery {
  @QueryText()
  limit?: string;

  @QueryText()
  cursor?: string;
}

/** Filters and page of the table descriptions. */
export class ListTablesQuery extends PageQuery {
  @QueryText()
  db_connection_id?: string;

  @QueryText()
  table_name?: string;
}

/** What some clients send there, and others in the body. */
export class RefreshQuery {
  @QueryText()
  db_connection_id?: string;
}
