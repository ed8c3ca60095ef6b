import { Controller, Header, HttpCode, Post, Req } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { ClientCredentialsService, type TokenAnswer, oauthError } from '#core';
import { Audited, NotIdempotent, Public } from '#http';
import { oauthErrors } from '../../http/oauth-errors.js';
import { RequestLimiter } from '../../http/request-limiter.js';
import { clientCredentials } from './client-authentication.js';

/** Tokens for service accounts (RFC 6749 section 4.4). */
@Controller('api/auth')
export class TokenController {
  constructor(
    private readonly grants: ClientCredentialsService,
    private readonly limiter: RequestLimiter,
  ) {}

  @Post('token')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @Header('Pragma', 'no-cache')
  @RouteConfig({ errors: oauthErrors, body: 'form' })
  @Public()
  @Audited('token.issue')
  @NotIdempotent('A repetition gets another token, and does no harm.')
  async issue(@Req() request: FastifyRequest): Promise<TokenAnswer> {
    await this.limiter.take(request);
    const form = request.body;
    if (!(form instanceof Map)) throw oauthError('invalid_request', 'The body must be a form.');
    const fields = form as ReadonlyMap<string, string>;
    const grantType = fields.get('grant_type');
    if (grantType === undefined) throw oauthError('invalid_request', 'grant_type is required.');
    return this.grants.issue({
      ...clientCredentials(request.headers.authorization, fields),
      grantType,
      scope: fields.get('scope'),
      requestId: request.id,
    });
  }
}
