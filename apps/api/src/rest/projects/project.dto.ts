import { Allow, IsOptional, IsString } from 'class-validator';

export class CreateProjectDto {
  @IsString()
  name!: string;
}

/** A new name. The other members may come back as they were read; the service compares them. */
export class UpdateProjectDto {
  @IsOptional()
  @IsString()
  name?: string;

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
