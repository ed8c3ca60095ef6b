import { Injectable } from '@nestjs/common';
import { type AuditHead, auditExportQuery, auditHeadQuery, recordAudit } from '#platform/audit';
import { TenantDatabase } from '#platform/database';
import type { Scope } from '#platform/scope';

/** Which events to export; both times may be open. */
export interface AuditExportRequest {
  readonly since?: Date | undefined;
  readonly until?: Date | undefined;
}

const BATCH = 500;

/** Hands out a tenant's whole audit trail, however long it is. */
@Injectable()
export class AuditExportsService {
  constructor(private readonly database: TenantDatabase) {}

  /**
   * Writes down that the trail is exported, and then gives it out, the oldest events first: a JSON text with a
   * line feed for each (https://github.com/ndjson/ndjson-spec). Each piece is read when the one before was taken.
   *
   * @throws DomainError `unavailable` when the export cannot be audited
   */
  async export(scope: Scope, request: AuditExportRequest): Promise<AsyncIterable<string>> {
    await this.database.transaction(scope, (tx) =>
      recordAudit(tx, scope, {
        action: 'audit_event.export',
        entity: 'audit_event',
        entityId: '*',
        after: { since: request.since ?? null, until: request.until ?? null },
      }),
    );
    const [heads] = await this.database.read(scope, auditHeadQuery(scope));
    return this.lines(scope, request, (heads![0] as AuditHead).sequence);
  }

  private async *lines(scope: Scope, request: AuditExportRequest, upTo: number): AsyncGenerator<string> {
    for (let after = 0; ;) {
      const query = auditExportQuery(scope, { ...request, after, upTo, limit: BATCH });
      const [rows] = await this.database.read(scope, query);
      if (rows!.length > 0) yield rows!.map((row) => `${JSON.stringify(row)}\n`).join('');
      if (rows!.length < BATCH) return;
      after = (rows!.at(-1) as { sequence: number }).sequence;
    }
  }
}
