import { type RouteAudit } from '#http';
import { RouteTable } from '../../apps/api/src/http/route-table.js';
import { PLATFORM_KEY, type TestApp, startTestApp, unique } from '../support/app.js';
import { type AuditRow, eventsOfRequest } from '../support/audit-rows.js';
import {
  type AuthorizationWorld,
  addressOf,
  createWorld,
  isBeneathProject,
  RequestPlace,
} from '../support/authorization-world.js';
import { bearer } from '../support/bearer.js';
import { sample } from '../support/layer.js';
import { nativeClient } from '../support/native-client.js';
import { ROUTE_EXPECTATIONS } from '../support/route-expectations.js';
import type { RouteExpectation } from '../support/route-row.js';
import { send } from '../support/send.js';
import { createTenant } from '../support/tenant.js';

const AUDITED = ROUTE_EXPECTATIONS.filter(({ roles }) => roles !== 'anybody').map(
  (row) => [row.route, row] as const,
);

const READS = AUDITED.filter(([route]) => route.startsWith('GET '));

describe('what a route declares to the audit', () => {
  let test: TestApp;
  let world: AuthorizationWorld;
  let declared: ReadonlyMap<string, RouteAudit>;
  beforeAll(async () => {
    test = await startTestApp();
    world = await createWorld(test);
    const { routes } = test.app.get(RouteTable);
    declared = new Map(routes.map(({ method, path, audit }) => [`${method} ${path}`, audit]));
  });
  afterAll(() => test.close());

  /** One valid request, by somebody who may; answers what it left in the trails. */
  async function eventsOf(row: RouteExpectation): Promise<AuditRow[]> {
    const home = world.own;
    const request = (await row.request?.(new RequestPlace(test, home, isBeneathProject(row.route)))) ?? {};
    const [method, path] = row.route.split(' ') as [string, string];
    const requestId = unique('request');
    const [role] = row.roles as readonly string[];
    const { status } = await send(test, {
      method,
      path: addressOf(path, home, request),
      credential: role === 'platform_admin' ? PLATFORM_KEY : home.tenant.token(role!),
      headers: { 'x-request-id': requestId },
      ...(request.body ? { body: request.body } : {}),
    });
    expect(status).toBe(row.status);
    return eventsOfRequest(requestId);
  }

  describe('is written, where no reads are audited', () => {
    it.each(sample(AUDITED, 3, 1))('%s', async (route, row) => {
      const audit = declared.get(route)!;
      const actions = (await eventsOf(row)).map(({ action }) => action);
      expect(actions).toEqual(row.events ?? (audit.kind === 'event' ? [audit.action] : []));
    });
  });

  describe('is written for each read, where the tenant wants that', () => {
    beforeAll(async () => {
      for (const { tenant } of [world.own, world.other])
        await nativeClient(test, tenant).patch('/settings', { audit_reads: true }).expect(200);
    });

    it.each(sample(READS, 3, 1))('%s', async (route, row) => {
      const audit = declared.get(route)!;
      const actions = (await eventsOf(row)).map(({ action }) => action);
      expect(actions).toEqual(audit.kind === 'none' ? [] : [audit.action]);
    });

    it('with what was read, by whom, and nothing of what it holds', async () => {
      const { tenant, project } = world.own;
      const path = `${tenant.base}/projects/${project}/connections`;
      const { id } = await new RequestPlace(test, world.own, true).make('connections', {
        name: unique('read'),
        type: 'REDSHIFT',
        payload: { host: 'h.example.com' },
        credential: { type: 'SIMPLE', payload: { username: 'u', password: 'p' } },
      });
      for (const [address, entityId, action] of [
        [`${path}/${id}`, String(id), 'connection.read'],
        [path, '*', 'connection.list'],
      ] as const) {
        const requestId = unique('request');
        await test
          .http()
          .get(address)
          .set({ ...bearer(tenant.token('viewer')), 'x-request-id': requestId })
          .expect(200);
        expect(await eventsOfRequest(requestId)).toEqual([
          {
            action,
            entity: 'connection',
            entity_id: entityId,
            project_id: project,
            actor: `viewer@${tenant.slug}.test`,
            before: null,
            after: null,
          },
        ]);
      }
    });

    it('not for a read that was refused', async () => {
      const { tenant } = world.own;
      const requestId = unique('request');
      const headers = { ...bearer(tenant.admin), 'x-request-id': requestId };
      await test.http().get(`${tenant.base}/connections/9000000000`).set(headers).expect(404);
      expect(await eventsOfRequest(requestId)).toEqual([]);
    });

    it('from the answer on, also on an instance that remembers the tenant as it was', async () => {
      const second = await startTestApp();
      try {
        const tenant = await createTenant(test);
        const elsewhere = nativeClient(second, tenant);
        await elsewhere.get('/connections').expect(200);
        await nativeClient(test, tenant).patch('/settings', { audit_reads: true }).expect(200);
        const requestId = unique('request');
        await elsewhere.get('/connections').set('x-request-id', requestId).expect(200);
        expect(await eventsOfRequest(requestId)).toHaveLength(1);
      } finally {
        await second.close();
      }
    });
  });
});
