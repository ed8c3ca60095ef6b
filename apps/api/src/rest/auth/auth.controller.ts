import { Controller, Get } from '@nestjs/common';
import type { Caller } from '#core';
import { CurrentCaller, NotAudited, Requires } from '#http';

/** Who one is, and what one may do. */
export interface Me {
  readonly kind: string;
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly tenant: string | null;
  /** The ids of the projects one is bound to; null means all. */
  readonly projects: readonly number[] | null;
  readonly permissions: readonly string[];
}

@Controller('api/auth')
export class AuthController {
  @Get('me')
  @Requires('self:read')
  @NotAudited('It tells the caller about itself.')
  me(@CurrentCaller() { principal, permissions, scope }: Caller): Me {
    return {
      kind: principal.kind,
      id: principal.id,
      name: principal.name,
      role: principal.role,
      tenant: scope?.tenant ?? null,
      projects: scope && scope.projects !== 'all' ? scope.projects : null,
      permissions: [...permissions],
    };
  }
}
