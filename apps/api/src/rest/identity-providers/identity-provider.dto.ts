import { Allow, ArrayMaxSize, IsArray, IsObject, IsOptional, IsString, ValidateIf } from 'class-validator';

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

/** A member may be left out, and is not taken away by null: a provider is nothing without it. */
const IfGiven = () => ValidateIf((_body, value) => value !== undefined);

/** What changes. The other members may come back as they were read; the service compares them. */
export class UpdateIdentityProviderDto {
  @IfGiven()
  @IsString()
  name?: string;

  @IfGiven()
  @IsString()
  issuer?: string;

  @IfGiven()
  @IsString()
  audience?: string;

  @IfGiven()
  @IsString()
  jwks_uri?: string;

  @IfGiven()
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
