import { IsIn, IsOptional } from 'class-validator';

export class CreateQuery {
  /** `true`: tested, and not stored. */
  @IsOptional()
  @IsIn(['true', 'false'])
  dryRun?: string;
}
