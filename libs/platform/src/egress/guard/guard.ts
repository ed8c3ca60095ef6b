import { EgressError } from '../egress-error.js';
import { LISTENER_HOST, ownListeners } from '../local/own-listeners.js';
import type { EgressPolicy } from '../policy.js';
import { type Permits, type Resolve, systemResolve } from '../resolve.js';

/** What {@link installEgressGuard} takes besides the policy. */
export interface GuardOptions {
  /** Told of each refusal: a driver may wrap the error until nothing of it is left, or swallow it. */
  readonly onDenied?: (error: EgressError) => void;
  /** Looks names up; the resolver of the system unless given. */
  readonly resolve?: Resolve;
}

/** More names than one check has any use for. */
const MAX_REMEMBERED = 1_000;

/** The decisions behind the replaced functions of Node: the policy's, and those that only this process can make. */
export class Guard implements Permits {
  /** By address, the names that the policy opens it for. */
  private readonly openedBy = new Map<string, string>();

  constructor(
    private readonly policy: EgressPolicy,
    private readonly options: GuardOptions = {},
  ) {}

  /**
   * Whether the policy permits it, or it is a listener of our own.
   *
   * @remarks Some drivers resolve a name themselves and then connect to a bare address. What a name was
   * found to open before stays open without it; the address could be reached by that name anyway.
   */
  permits(address: string, host: string, port: number | null): boolean {
    if (ownListeners.has(address, port)) return true;
    if (this.policy.permits(address, host, port)) {
      if (host !== address) this.remember(address, host);
      return true;
    }
    const name = this.openedBy.get(address);
    return host === address && name !== undefined && this.policy.permits(address, name, port);
  }

  /**
   * Looks a name up. Where our own listener is meant by `localhost`, as some drivers do for the sake of the
   * name in a certificate, it stands for the one address that the listener has.
   */
  async resolve(name: string, port: number | null): ReturnType<Resolve> {
    if (name === 'localhost' && ownListeners.has(LISTENER_HOST, port))
      return [{ address: LISTENER_HOST, family: 4 }];
    return (this.options.resolve ?? systemResolve)(name);
  }

  /** The error of a refusal, after it has been reported. */
  deny(): EgressError {
    const error = new EgressError('egress_denied');
    this.report(error);
    return error;
  }

  /** Reports an error that is a refusal, and returns it in any case. */
  report(error: Error): Error {
    if (error instanceof EgressError && error.code === 'egress_denied') this.options.onDenied?.(error);
    return error;
  }

  private remember(address: string, host: string): void {
    if (this.openedBy.size < MAX_REMEMBERED && !this.policy.permits(address, address, null))
      this.openedBy.set(address, host);
  }
}

/** The guard in force; replaced as a whole when a process turns to the next check. */
export type CurrentGuard = () => Guard;
