import { ArrayMaxSize, IsArray, IsInt, IsOptional, IsPositive, IsString, Max } from 'class-validator';

export class CreateServiceAccountDto {
  @IsString()
  name!: string;

  @IsString()
  role!: string;

  /** Absent: all projects. Empty: none. The rule nearest to the member is the one that is named first. */
  @IsOptional()
  @Max(Number.MAX_SAFE_INTEGER, { each: true })
  @IsPositive({ each: true })
  @IsInt({ each: true })
  @ArrayMaxSize(1000)
  @IsArray()
  project_ids?: number[];
}

export class RotateServiceAccountDto {
  /** For how long the key before works on. */
  @IsOptional()
  @IsInt()
  overlap_seconds?: number;
}
