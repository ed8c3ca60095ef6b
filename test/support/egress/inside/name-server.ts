import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv4, isIPv6 } from 'node:net';

import type { Zone } from './messages.js';

const TYPE = { A: 1, CNAME: 5, AAAA: 28 } as const;
const HEADER_BYTES = 12;
const FLAGS = { found: 0x8180, unknown: 0x8183 } as const;
const ANY_NAME = '*';
const ALIAS = 'alias:';

/** Answers by UDP (RFC 1035) from a zone that may be exchanged; nothing is to be cached. */
export class NameServer {
  readonly lookups: string[] = [];
  private zone: Zone = {};
  private readonly asked = new Map<string, number>();

  /** `*` is every other name; `alias:name` as an address makes the name a CNAME. */
  serve(zone: Zone): void {
    this.zone = zone;
    this.asked.clear();
  }

  async listen(address: string): Promise<void> {
    const socket = createSocket('udp4');
    socket.on('message', (query, { address: host, port }) => {
      socket.send(this.answer(query), port, host);
    });
    socket.bind(53, address);
    await once(socket, 'listening');
  }

  private answer(query: Buffer): Buffer {
    const { name, type, end } = readQuestion(query);
    this.lookups.push(name);
    const addresses = this.addressesOf(name, type);
    const records = (addresses ?? []).flatMap((text) => this.records(text, type));
    const header = Buffer.alloc(HEADER_BYTES);
    header.writeUInt16BE(query.readUInt16BE(0), 0);
    header.writeUInt16BE(addresses ? FLAGS.found : FLAGS.unknown, 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(records.length, 6);
    return Buffer.concat([header, query.subarray(HEADER_BYTES, end), ...records]);
  }

  private addressesOf(name: string, type: number): readonly string[] | undefined {
    const lists = this.zone[name] ?? this.zone[ANY_NAME];
    if (!lists) return undefined;
    const key = `${name} ${type}`;
    const before = this.asked.get(key) ?? 0;
    this.asked.set(key, before + 1);
    return lists[Math.min(before, lists.length - 1)];
  }

  private records(text: string, type: number): Buffer[] {
    if (text.startsWith(ALIAS)) {
      const target = text.slice(ALIAS.length);
      const beyond = this.addressesOf(target, type) ?? [];
      const alias = record(Buffer.from([0xc0, HEADER_BYTES]), TYPE.CNAME, writeName(target));
      return [alias, ...beyond.flatMap((address) => addressRecord(writeName(target), address, type))];
    }
    return addressRecord(Buffer.from([0xc0, HEADER_BYTES]), text, type);
  }
}

function addressRecord(owner: Buffer, address: string, type: number): Buffer[] {
  if (type === TYPE.A && isIPv4(address))
    return [record(owner, type, Buffer.from(address.split('.').map(Number)))];
  if (type === TYPE.AAAA && isIPv6(address)) return [record(owner, type, ipv6Bytes(address))];
  return [];
}

function record(owner: Buffer, type: number, data: Buffer): Buffer {
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(type, 0);
  fixed.writeUInt16BE(1, 2);
  fixed.writeUInt16BE(data.length, 8);
  return Buffer.concat([owner, fixed, data]);
}

function readQuestion(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

function writeName(name: string): Buffer {
  const labels = name
    .split('.')
    .map((label) => Buffer.from(`${String.fromCharCode(label.length)}${label}`, 'latin1'));
  return Buffer.concat([...labels, Buffer.alloc(1)]);
}

function ipv6Bytes(address: string): Buffer {
  // An IPv4 address at the end is two groups (RFC 4291 section 2.2).
  const text = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...parts: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = parts.slice(0, 4).map(Number);
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  });
  const [head = '', tail] = text.split('::');
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const [first, last] = [groups(head), groups(tail ?? '')];
  const zeros = tail === undefined ? 0 : 8 - first.length - last.length;
  const all = [...first, ...Array<string>(zeros).fill('0'), ...last];
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex');
}
