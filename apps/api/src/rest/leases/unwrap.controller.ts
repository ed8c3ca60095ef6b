import { Body, Controller, Header, HttpCode, Post } from '@nestjs/common';
import { type OpenedLease, WrappedLeasesService } from '#core';
import type { Scope } from '#platform/scope';
import { Audited, CurrentScope, IdempotentSecret, RequiresInTransaction } from '#http';
import { LEASE_AGAIN } from './lease-repetition.js';
import { UnwrapDto } from './lease.dto.js';

/** Opens what another service leased and handed on. */
@Controller('api/leases')
export class UnwrapController {
  constructor(private readonly wrapped: WrappedLeasesService) {}

  @Post('unwrap')
  @HttpCode(200)
  @RequiresInTransaction('secrets:lease')
  @Audited('lease.unwrap')
  @Header('cache-control', 'no-store')
  @IdempotentSecret(LEASE_AGAIN)
  unwrap(@CurrentScope() scope: Scope, @Body() body: UnwrapDto): Promise<OpenedLease> {
    return this.wrapped.unwrap(scope, body.token);
  }
}
