import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A user name and password that live as long as one proxy. */
export class ProxyCredential {
  readonly username = 'probe';
  readonly password = randomBytes(24).toString('base64url');

  /** Whether the header is this credential in the Basic scheme (RFC 7617). */
  matches(header: string | undefined): boolean {
    const sent = /^basic +(\S+)$/i.exec(header ?? '')?.[1] ?? '';
    return timingSafeEqual(digest(sent), digest(btoa(`${this.username}:${this.password}`)));
  }
}

/** Equal lengths, which the comparison needs, whatever was sent. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
