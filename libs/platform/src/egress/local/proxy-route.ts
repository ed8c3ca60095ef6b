import type { Duplex } from 'node:stream';
import type { ProxyFailure, ProxyTarget } from '../egress.js';
import { EgressError } from '../egress-error.js';
import { asError } from '../error-facts.js';
import { readHost } from '../host.js';
import { covers, parseHostPattern } from '../host-patterns.js';
import type { Route } from '../route.js';
import type { Authority } from './authority.js';

/** More would only tell of a client that asks in a loop. */
const MAX_FAILURES = 50;

/** The way of each request of a proxy: within the declared targets first, then as the route decides. */
export class ProxyRoute {
  readonly failures: ProxyFailure[] = [];
  private readonly allowed: readonly { readonly pattern: string; readonly port: number | undefined }[];

  /** @throws EgressError or TypeError when a target is none */
  constructor(
    allowed: readonly ProxyTarget[],
    private readonly route: Route,
  ) {
    this.allowed = allowed.map(({ host, port }) => ({ pattern: parseHostPattern(host), port }));
  }

  /** Opens a stream to what a client asked for, and remembers why it could not. */
  async open(target: Authority, signal: AbortSignal): Promise<Duplex> {
    try {
      const host = readHost(target.host).text;
      if (!this.covers(host, target.port)) throw new EgressError('redirect_outside_target');
      const openStream = await this.route(host, target.port, signal);
      return await openStream(signal);
    } catch (error) {
      if (this.failures.length < MAX_FAILURES)
        this.failures.push({ host: target.host.toLowerCase(), port: target.port, error: asError(error) });
      throw error;
    }
  }

  private covers(host: string, port: number): boolean {
    return this.allowed.some(
      (target) => covers(target.pattern, host) && (target.port === undefined || target.port === port),
    );
  }
}
