import { ArrayMaxSize, IsArray, IsOptional, IsString } from 'class-validator';

/** What a tenant's checks may reach and must prove; what is absent is as the deployment has it. */
export class CheckPolicyDto {
  @IsOptional()
  @IsString()
  min_tls_mode?: string | null;

  @IsOptional()
  @IsString()
  ssh_host_key_policy?: string | null;

  @IsOptional()
  @IsString({ each: true })
  @ArrayMaxSize(100)
  @IsArray()
  egress_allow?: string[];
}
