import { Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

interface Series {
  readonly requests: Counter.Internal;
  readonly durations: Histogram.Internal<'method' | 'route'>;
}

const BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Counts requests by route pattern: no tenant, no id and no path as it came is a label. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  private readonly requests: Counter<'method' | 'route' | 'status'>;
  private readonly durations: Histogram<'method' | 'route'>;
  private readonly series = new Map<string, Series>();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    this.requests = new Counter({
      name: 'patchbay_http_requests_total',
      help: 'Answered requests',
      labelNames: ['method', 'route', 'status'],
      registers: [this.registry],
    });
    this.durations = new Histogram({
      name: 'patchbay_http_request_duration_seconds',
      help: 'Time to answer',
      labelNames: ['method', 'route'],
      buckets: BUCKETS_SECONDS,
      registers: [this.registry],
    });
  }

  /** The series of one kind of answer: their labels are put together once. */
  private seriesOf(method: string, route: string, status: number): Series {
    const name = `${method} ${route} ${status}`;
    const known = this.series.get(name);
    if (known) return known;
    const series = {
      requests: this.requests.labels({ method, route, status: String(status) }),
      durations: this.durations.labels({ method, route }),
    };
    this.series.set(name, series);
    return series;
  }

  observe(instance: FastifyInstance): void {
    instance.addHook('onResponse', (request, reply, done) => {
      const series = this.seriesOf(request.method, request.routeOptions.url ?? 'unmatched', reply.statusCode);
      series.requests.inc();
      series.durations.observe(reply.elapsedTime / 1000);
      done();
    });
  }
}
