import { Allow, ArrayMaxSize, IsArray, IsObject, IsOptional, IsString } from 'class-validator';

export class CreateIdentityProviderDto {
  @IsString()
  name!: string;

  @IsString()
  issuer!: string;

  @IsString()
  audience!: string;

  @IsString()
  jwks_uri!: string;

  @IsString({ each: true })
  @ArrayMaxSize(10)
  @IsArray()
  algorithms!: string[];

  @IsOptional()
  @IsObject()
  claims?: Record<string, unknown>;
}

/** What changes. The other members may come back as they were read; the service compares them. */
export class UpdateIdentityProviderDto {
  @IsOptional()
  @IsString()
  name?: string;

  @IsOptional()
  @IsString()
  issuer?: string;

  @IsOptional()
  @IsString()
  audience?: string;

  @IsOptional()
  @IsString()
  jwks_uri?: string;

  @IsOptional()
  @IsString({ each: true })
  @ArrayMaxSize(10)
  @IsArray()
  algorithms?: string[];

  @IsOptional()
  @IsObject()
  claims?: Record<string, unknown>;

  @Allow()
  id?: unknown;

  @Allow()
  created_by?: unknown;

  @Allow()
  created_at?: unknown;

  @Allow()
  updated_by?: unknown;

  @Allow()
  updated_at?: unknown;

  @Allow()
  version?: unknown;
}
