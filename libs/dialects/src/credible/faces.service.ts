import { Injectable } from '@nestjs/common';
import { ConnectorRegistry } from '#connector-sdk';
import { ConnectionAttributes, type ConnectionView, OpenCredentials } from '#core';
import type { Scope } from '#platform/scope';
import type { StoredSource } from './blocks/block.js';
import { NAMESPACE } from './face-attributes.js';
import { type TypeFace, typeFaces } from './type-table.js';
import { writeFace, type WrittenFace } from './write-connection.js';

/** A stored connection that this contract has words for. */
export interface FacedConnection {
  readonly view: ConnectionView;
  readonly face: WrittenFace;
  readonly source: StoredSource;
}

/** Finds out which connections this contract can show, and how. */
@Injectable()
export class Faces {
  /** The closed table of types. */
  readonly all: readonly TypeFace[];

  constructor(
    private readonly attributes: ConnectionAttributes,
    private readonly credentials: OpenCredentials,
    registry: ConnectorRegistry,
  ) {
    this.all = typeFaces(registry);
  }

  /** In the same order, without those that it has no words for. */
  async of(scope: Scope, views: readonly ConnectionView[]): Promise<FacedConnection[]> {
    const credentialIds = views.flatMap(({ credential_id: id }) => (id === null ? [] : [id]));
    const [attributes, credentials] = await Promise.all([
      this.attributes.of(
        scope,
        NAMESPACE,
        views.map(({ id }) => id),
      ),
      this.credentials.of(scope, credentialIds),
    ]);
    return views.flatMap((view) => {
      const credential = view.credential_id === null ? null : (credentials.get(view.credential_id) ?? null);
      const face = writeFace(this.all, view, credential, attributes.get(view.id)?.open ?? {});
      return face ? [{ view, face, source: { payload: view.payload, credential } }] : [];
    });
  }
}
