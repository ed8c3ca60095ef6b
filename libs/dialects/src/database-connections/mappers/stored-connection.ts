import type { ConnectionView } from '#core';
import type { OpenMembers } from './kept-members.js';

/** A connection as core has it, with what only this contract speaks of. */
export interface StoredConnection {
  readonly view: ConnectionView;
  /** Paths of the secrets that are stored, as core names them: `transport.ssh.password`. */
  readonly sealed: ReadonlySet<string>;
  readonly members: OpenMembers;
  /** Names of the sealed attributes that are set. */
  readonly sealedMembers: ReadonlySet<string>;
}
