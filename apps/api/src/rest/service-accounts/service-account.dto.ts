import { ArrayMaxSize, IsArray, IsInt, IsOptional, IsPositive, IsString } from 'class-validator';

export class CreateServiceAccountDto {
  @IsString()
  name!: string;

  @IsString()
  role!: string;

  /** Absent: all projects. Empty: none. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(1000)
  @IsInt({ each: true })
  @IsPositive({ each: true })
  project_ids?: number[];
}

export class RotateServiceAccountDto {
  /** For how long the key before works on. */
  @IsOptional()
  @IsInt()
  overlap_seconds?: number;
}
