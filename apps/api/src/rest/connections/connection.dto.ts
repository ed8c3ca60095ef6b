import { IsIn, IsInt, IsOptional, IsPositive, IsString, ValidateIf } from 'class-validator';
import { LIST_SORTS, type ListSort } from '#core';

/** Filters, order and page of a list of connections. */
export class ListConnectionsQuery {
  @IsOptional()
  @IsString()
  type?: string;

  @IsOptional()
  @IsIn(['PROJECT', 'GLOBAL'])
  scope?: string;

  @IsOptional()
  @IsString()
  name?: string;

  @IsOptional()
  @IsString()
  created_by?: string;

  @IsOptional()
  @IsIn(LIST_SORTS)
  sort?: ListSort;

  @IsOptional()
  @IsString()
  limit?: string;

  @IsOptional()
  @IsString()
  cursor?: string;

  /** On a project's path: also the GLOBAL connections that no own one shadows. */
  @IsOptional()
  @IsIn(['global'])
  include?: string;
}

export class MoveConnectionDto {
  /** The project to move to, or null for GLOBAL. */
  @ValidateIf((body: MoveConnectionDto) => body.project_id !== null)
  @IsInt()
  @IsPositive()
  project_id!: number | null;
}
