import { Injectable } from '@nestjs/common';
import { ConnectorRegistry, isJsonObject, type JsonObject } from '#connector-sdk';
import { FilesService } from '#core';
import type { Scope } from '#platform/scope';
import type { KeyFileUse } from './mappers/key-file.js';
import type { KeyFile } from './mappers/native-body.js';
import { sshPath } from './mappers/ssh-transport.js';

/** Under which path core keeps the secret that a file holds. */
const PLACES: Readonly<Record<KeyFileUse['as'], string>> = {
  credential: 'credential',
  ssh_key: sshPath('private_key'),
};

/** Where the connection leads that a file is for. */
export interface KeyFileUser {
  readonly type: string;
  readonly payload: JsonObject;
  readonly transport: JsonObject | null;
}

/** The files that `path_to_credentials_file` names, out of the upload area. */
@Injectable()
export class KeyFiles {
  constructor(
    private readonly files: FilesService,
    private readonly registry: ConnectorRegistry,
  ) {}

  /**
   * The file that is wanted, for the place where its content would go.
   *
   * @throws DomainError `invalid` that names `path_to_credentials_file`: no such file, or one that was not approved for
   *   this destination (`secret_reentry_required`)
   */
  async read(scope: Scope, wanted: KeyFileUse | null, user: KeyFileUser): Promise<KeyFile | null> {
    if (!wanted) return null;
    const { type, payload, transport } = user;
    const place = PLACES[wanted.as];
    const destination = this.registry.get(type)?.secretDestinations(payload, transport, [place]).get(place);
    const content = await this.files.read(scope, wanted.path, {
      field: 'path_to_credentials_file',
      ...(destination ? { destination } : {}),
    });
    return { as: wanted.as, text: content.toString('utf8') };
  }
}

/** Where a connection leads after a change that is not made yet. */
export function keyFileUser(stored: KeyFileUser, changes: JsonObject): KeyFileUser {
  const { type, payload, transport } = changes;
  const sections = isJsonObject(transport) ? transport : {};
  return {
    type: typeof type === 'string' ? type : stored.type,
    payload: isJsonObject(payload) ? withoutNulls(payload) : stored.payload,
    transport: withoutNulls({ ...stored.transport, ...sections }),
  };
}

function withoutNulls(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null));
}
