import { IsIn, IsInt, IsOptional, IsPositive, IsString, Max, ValidateIf } from 'class-validator';
import { LIST_SORTS, type ListSort } from '#core';
import { QueryText } from '#http';

/** Filters, order and page of a list of connections. */
export class ListConnectionsQuery {
  @QueryText()
  type?: string;

  @IsOptional()
  @IsIn(['PROJECT', 'GLOBAL'])
  scope?: string;

  @QueryText()
  name?: string;

  @QueryText()
  created_by?: string;

  @IsOptional()
  @IsIn(LIST_SORTS)
  sort?: ListSort;

  @QueryText()
  limit?: string;

  @QueryText()
  cursor?: string;

  /** On a project's path: also the GLOBAL connections that no own one shadows. */
  @IsOptional()
  @IsIn(['global'])
  include?: string;

  @IsOptional()
  @IsIn(['true', 'false'])
  deleted?: string;
}

export class DeleteConnectionQuery {
  /** Destroys it now, with its secrets. */
  @IsOptional()
  @IsIn(['true', 'false'])
  erase?: string;
}

export class RestoreConnectionDto {
  /** For where its own name is taken. */
  @IsOptional()
  @IsString()
  name?: string;
}

/** The page of a list of versions. */
export class ListVersionsQuery {
  @QueryText()
  limit?: string;

  @QueryText()
  cursor?: string;
}

export class MoveConnectionDto {
  /** The project to move to, or null for GLOBAL. */
  @ValidateIf((body: MoveConnectionDto) => body.project_id !== null)
  @Max(Number.MAX_SAFE_INTEGER)
  @IsInt()
  @IsPositive()
  project_id!: number | null;
}
