import { IsIn, IsOptional, IsString } from 'class-validator';

/** A new tenant. */
export class CreateTenantDto {
  @IsString()
  slug!: string;

  @IsString()
  name!: string;
}

/** What the platform's administrator may change of a tenant. */
export class UpdateTenantDto {
  @IsOptional()
  @IsString()
  name?: string;

  @IsOptional()
  @IsString()
  status?: string;
}

export class DeleteTenantQuery {
  @IsOptional()
  @IsIn(['true', 'false'])
  force?: string;
}

export class PlatformAuditQuery {
  @IsOptional()
  @IsString()
  limit?: string;
}
