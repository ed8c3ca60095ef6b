import { type Address, isIn, type Network, parseAddress, parseNetwork } from './address.js';
import { METADATA_NAMES, namesMetadataOrLinkLocal, reachOf } from './address-ranges.js';
import { destinationsOf } from './embedded-ipv4.js';
import { covers, type HostPattern, parseHostPattern } from './host-patterns.js';
import { type OwnAddress, OwnInfrastructure } from './own-infrastructure.js';

/** What a deployment and a tenant open, and what is closed whatever they open. */
export interface EgressRules {
  readonly allow: {
    /** Networks in CIDR notation; each opens its addresses. */
    readonly networks: readonly string[];
    /**
     * Names, or with a leading dot every name beneath it; each opens what it resolves to, but neither
     * metadata services, link-local addresses nor the own infrastructure.
     */
    readonly hosts: readonly string[];
  };
  /** Own database and own API. Names are compared as names: see `resolveOwnNames`. */
  readonly own: readonly OwnAddress[];
  /** For targets that a bastion reaches: only metadata services, link-local and own addresses stay closed. */
  readonly behindBastion?: boolean;
}

/**
 * Decides which addresses may be reached: the public internet, and what the rules open.
 *
 * @remarks A network opens metadata services and link-local addresses only where it lies within those
 * ranges: `0.0.0.0/0` does not open 169.254.169.254, `169.254.169.254/32` does.
 */
export class EgressPolicy {
  private readonly networks: readonly Network[];
  private readonly hosts: readonly HostPattern[];
  private readonly own: OwnInfrastructure;

  /** @throws TypeError or EgressError when a rule cannot be read: half a policy is none */
  constructor(private readonly rules: EgressRules) {
    this.networks = rules.allow.networks.map(parseNetwork);
    this.hosts = rules.allow.hosts.map(parseHostPattern);
    this.own = new OwnInfrastructure(rules.own);
  }

  /** This policy, for what is reached through a bastion. */
  behindBastion(): EgressPolicy {
    return this.rules.behindBastion === true
      ? this
      : new EgressPolicy({ ...this.rules, behindBastion: true });
  }

  /**
   * Whether a connection may be made.
   *
   * @param address what would be connected to, IPv4 or IPv6
   * @param host the name that was resolved, lower-case, or the address itself
   * @param port null while it is not known; the connection has to be asked for again with its port
   */
  permits(address: string, host: string, port: number | null): boolean {
    const parsed = parseAddress(address);
    if (parsed === undefined || this.own.hasName(host, port)) return false;
    const destinations = destinationsOf(parsed);
    if ([parsed, ...destinations].some((each) => this.own.hasAddress(each, port))) return false;
    const covered = this.hosts.some((pattern) => covers(pattern, host));
    return destinations.every((each) => this.opens(each, covered));
  }

  /**
   * Whether a name may be handed to another machine that resolves it, such as a bastion.
   *
   * @param name in lower case, without the dot of the root
   */
  permitsUnresolved(name: string, port: number): boolean {
    return !METADATA_NAMES.has(name) && !this.own.hasName(name, port);
  }

  private opens(address: Address, covered: boolean): boolean {
    const reach = reachOf(address);
    if (reach === 'public') return true;
    const opening = this.networks.filter((network) => isIn(address, network));
    if (reach === 'metadata_or_link_local') return opening.some(namesMetadataOrLinkLocal);
    return this.rules.behindBastion === true || covered || opening.length > 0;
  }
}
