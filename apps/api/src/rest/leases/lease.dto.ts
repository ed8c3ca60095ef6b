import { IsIn, IsOptional, IsString, Matches } from 'class-validator';
import { LEASE_STATUSES, type LeaseStatus } from '#core';
import { QueryText } from '../../http/query-text.decorator.js';

/** Filters and page of a list of leases. */
export class ListLeasesQuery {
  @IsOptional()
  @Matches(/^[1-9]\d{0,14}$/, { message: '$property must be an id' })
  connection_id?: string;

  @IsOptional()
  @IsIn(LEASE_STATUSES)
  status?: LeaseStatus;

  @QueryText()
  limit?: string;

  @QueryText()
  cursor?: string;
}

export class UnwrapDto {
  @IsString()
  token!: string;
}
