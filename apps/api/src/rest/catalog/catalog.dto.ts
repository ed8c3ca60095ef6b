import { IsIn, IsOptional } from 'class-validator';
import { TABLE_STATUSES, type TableStatus } from '#core';
import { QueryText } from '#http';

/** Filters and page of a connection's tables. */
export class ListTablesQuery {
  @QueryText()
  schema?: string;

  @QueryText()
  name?: string;

  @IsOptional()
  @IsIn(TABLE_STATUSES)
  status?: TableStatus;

  @QueryText()
  limit?: string;

  @QueryText()
  cursor?: string;
}

/** Filter and page of a catalog's changes. */
export class ListChangesQuery {
  @IsOptional()
  @IsIn(['true', 'false'])
  breaking?: string;

  @QueryText()
  limit?: string;

  @QueryText()
  cursor?: string;
}
