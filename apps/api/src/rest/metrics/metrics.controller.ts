import { Controller, Get, Req, Res } from '@nestjs/common';
import { timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { forbidden, unauthenticated } from '#platform/errors';
import { NotAudited, Public } from '#http';
import { MetricsSettings } from './metrics-settings.js';
import { Metrics } from './metrics.js';

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** Prometheus metrics: for this machine, or for whoever has the token. */
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly metrics: Metrics,
    private readonly settings: MetricsSettings,
  ) {}

  @Get()
  @Public()
  @NotAudited('It tells nothing of any tenant.')
  async read(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    this.admit(request);
    void reply.type(this.metrics.registry.contentType);
    return this.metrics.registry.metrics();
  }

  private admit(request: FastifyRequest): void {
    const { token } = this.settings;
    if (token === undefined) {
      // A request that a proxy passed on came from elsewhere, wherever the proxy runs.
      const forwarded = request.headers['x-forwarded-for'] !== undefined;
      if (!forwarded && LOOPBACK.has(request.socket.remoteAddress ?? '')) return;
      throw forbidden('metrics_closed', 'Metrics are open to this machine only.');
    }
    const given = Buffer.from(request.headers.authorization ?? '');
    const expected = Buffer.from(`Bearer ${token}`);
    if (given.length === expected.length && timingSafeEqual(given, expected)) return;
    throw unauthenticated('credential_invalid', 'Metrics need their token.');
  }
}
