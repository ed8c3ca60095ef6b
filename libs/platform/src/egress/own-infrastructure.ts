import { networkInterfaces } from 'node:os';
import { type Address, isInAny, parseAddress, parseNetwork } from './address.js';
import { destinationsOf } from './embedded-ipv4.js';
import { readHost } from './host.js';

/** An address that is never a target: the own database, the own API. */
export interface OwnAddress {
  /** A name or an address. A path of a unix socket is left out of the comparison: those are never reached. */
  readonly host: string;
  /** Every port unless given. */
  readonly port?: number;
}

interface OwnEntry {
  readonly host: string;
  readonly port: number | undefined;
  readonly onThisMachine: boolean;
}

/** Loopback, and unspecified, which connects to loopback. */
const SELF = ['127.0.0.0/8', '0.0.0.0/8', '::1/128', '::/128'].map(parseNetwork);

/**
 * Recognises the addresses of this deployment itself.
 *
 * @remarks A listener on this machine answers at each of the machine's addresses, or at more of them than one
 * would think of; an entry that lies on this machine therefore closes its port at all of them.
 */
export class OwnInfrastructure {
  private readonly entries: readonly OwnEntry[];
  private readonly machine: ReadonlySet<string>;

  /** @throws EgressError when a host of an entry is neither a name nor an address */
  constructor(own: readonly OwnAddress[]) {
    this.machine = new Set(interfaceAddresses());
    this.entries = own
      .filter(({ host }) => !host.startsWith('/'))
      .map(({ host, port }) => {
        const text = canonical(host);
        return { host: text, port, onThisMachine: text === 'localhost' || this.isThisMachine(text) };
      });
  }

  /** Whether the name is one of an own entry. A port of null is not known yet, and matches no single port. */
  hasName(name: string, port: number | null): boolean {
    return this.entries.some((entry) => entry.host === name && portMatches(entry, port));
  }

  /** Whether the address is one of an own entry; as for the port, see {@link hasName}. */
  hasAddress(address: Address, port: number | null): boolean {
    const text = address.toString();
    const local = this.isThisMachine(text);
    return this.entries.some(
      (entry) => portMatches(entry, port) && (entry.host === text || (local && entry.onThisMachine)),
    );
  }

  private isThisMachine(text: string): boolean {
    const address = parseAddress(text);
    return address !== undefined && (isInAny(address, SELF) || this.machine.has(address.toString()));
  }
}

/** A mapped address is compared as the IPv4 address that it stands for. */
function canonical(host: string): string {
  const { text } = readHost(host);
  const address = parseAddress(text);
  return address === undefined ? text : (destinationsOf(address)[0] ?? address).toString();
}

function portMatches(entry: OwnEntry, port: number | null): boolean {
  return entry.port === undefined || entry.port === port;
}

function interfaceAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((entries) =>
    (entries ?? []).map(({ address }) => parseAddress(address)?.toString() ?? address),
  );
}
