import { credentialTypes } from '#connector-sdk';
import { loadConnectors } from '#connectors';
import { unique } from '../support/app.js';
import { Canaries, type Trace } from '../support/canary/canaries.js';
import { canaryBodies, canaryCredentials, writeOnlyPaths } from '../support/canary/canary-bodies.js';
import { visitFiles, visitTables } from '../support/canary/stored-bytes.js';
import { withClient } from '../support/databases.js';

describe('the search', () => {
  it('finds a canary in an answer, a log line, a table and a file, in every form', async () => {
    const control = new Canaries();
    const planted = control.next();
    const bytes = Buffer.from(planted);
    const texts = [
      planted,
      JSON.stringify({ authorization: `Bearer ${planted}` }),
      `a${bytes.toString('hex')}`,
      bytes.toString('hex').toUpperCase(),
      ...[0, 1, 2, 3, 4].map((offset) => Buffer.from(`${'='.repeat(offset)}${planted}=`).toString('base64')),
      ...[0, 1, 2].map((offset) => Buffer.from(`${'='.repeat(offset)}${planted}=`).toString('base64url')),
      Buffer.from(planted, 'utf16le').toString('latin1'),
    ];
    for (const text of texts) expect(control.tracesIn('a text', text)).not.toEqual([]);
    expect(control.tracesIn('a text', 'nothing of the kind')).toEqual([]);

    const table = unique('canary_control').replace('-', '_');
    await withClient('superuser', async (client) => {
      await client.query(`create table ${table} (note text, sealed bytea)`);
      await client.query(`insert into ${table} values ($1, null), (null, $2)`, [planted, bytes]);
    });
    const found: Trace[] = [];
    const look = (where: string, content: Buffer) => found.push(...control.tracesIn(where, content));
    try {
      await visitTables(look);
      await visitFiles(look);
    } finally {
      await withClient('superuser', (client) => client.query(`drop table ${table}`));
    }
    const kinds = found.map(({ where, form }) => `${where.replace(/\/.*\//, '')}: ${form}`);
    expect(kinds).toEqual(
      expect.arrayContaining([
        `table public.${table} (hex): plain`,
        `table public.${table} (hex): plain as hex`,
        `table public.${table} (escape): plain`,
        `table public.${table} (binary): plain`,
      ]),
    );
    expect(found.some(({ where }) => /\/base\/\d+\/\d+$/.test(where))).toBe(true);
    expect(found.some(({ where }) => where.includes('/pg_wal/'))).toBe(true);
  });

  it('plants a canary in every place that a schema marks as secret', async () => {
    for (const connector of (await loadConnectors()).list()) {
      const planted = canaryBodies(connector, new Canaries(), () => unique('canary-case')).flatMap(
        (one) => one.planted,
      );
      const marked = [
        ...writeOnlyPaths(connector.payloadSchema, 'payload'),
        ...writeOnlyPaths(connector.transportSchema, 'transport'),
      ];
      expect({ type: connector.type, planted }).toMatchObject({
        planted: expect.arrayContaining(marked) as string[],
      });
    }
    for (const type of credentialTypes().filter(({ secretFields }) => secretFields !== 'all')) {
      const planted = canaryCredentials(type, new Canaries()).flatMap((payload) => Object.keys(payload));
      expect(planted).toEqual(expect.arrayContaining([...type.secretFields]));
    }
  });
});
