import { IsIn, IsOptional, IsString, Matches } from 'class-validator';
import { LEASE_STATUSES, type LeaseStatus } from '#core';
import { QueryText } from '#http';

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

/** Where to go on, and how long to wait. */
export class LeaseChangesQuery {
  @QueryText()
  since?: string;

  @IsOptional()
  @Matches(/^(?:[12]?\d|30)$/, { message: '$property must be 0 to 30' })
  wait_seconds?: string;
}

export class UnwrapDto {
  @IsString()
  token!: string;
}
