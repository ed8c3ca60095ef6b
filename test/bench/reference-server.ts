import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import fastify from 'fastify';
import pg from 'pg';

/**
 * What a careful person writes by hand for the same requests and the same members of their answers: Fastify and pg on the same tables, one
 * transaction for a create, the secret encrypted. No row-level security, no tenant rules, no audit, no Nest
 * and no TypeORM. Arguments: port, connection as JSON, tenant id.
 */
const [port, connection, tenant] = process.argv.slice(2);
const tenantId = Number(tenant);
const key = randomBytes(32);
pg.types.setTypeParser(20, Number);
const pool = new pg.Pool({ ...(JSON.parse(connection!) as pg.PoolConfig), max: 10 });
const columns = `id, coalesce(project_id, 0) as project_id, name, scope, created_by, created_at, type, payload, db_type,
  transport, credential_id, lease_policy, updated_by, updated_at, version, last_check, include_tables, exclude_tables,
  exclude_all_tables, schemas, indexing_status, indexing_status_last_updated, discovery_schedule, check_schedule, health`;

interface CreateBody {
  readonly name: string;
  readonly type: string;
  readonly payload: object;
  readonly credential: { type: string; payload: object };
}

const app = fastify();

app.get<{ Params: { id: string } }>('/connections/:id', async (request, reply) => {
  const { rows } = await pool.query(`select ${columns} from connections where tenant_id = $1 and id = $2`, [
    tenantId,
    request.params.id,
  ]);
  return rows[0] ?? reply.status(404).send({ error: 'not found' });
});

app.get<{ Querystring: { limit: string } }>('/connections', async (request) => {
  const { rows } = await pool.query(
    `select ${columns} from connections where tenant_id = $1 order by id limit $2`,
    [tenantId, Number(request.query.limit)],
  );
  return rows;
});

app.post<{ Body: CreateBody }>('/connections', async (request, reply) => {
  const { name, type, payload, credential } = request.body;
  const client = await pool.connect();
  try {
    await client.query('begin');
    const head = await client.query<{ id: number }>(
      `insert into credentials (tenant_id, type, inline, fingerprint, created_by, updated_by)
       values ($1, $2, true, '', 'bench', 'bench') returning id`,
      [tenantId, credential.type],
    );
    const credentialId = head.rows[0]!.id;
    await client.query(
      `insert into credential_versions (tenant_id, credential_id, secret_version, sealed, fingerprint, created_by)
       values ($1, $2, 1, $3, '', 'bench')`,
      [tenantId, credentialId, seal(JSON.stringify(credential.payload))],
    );
    const made = await client.query(
      `insert into connections (tenant_id, name, name_key, type, db_type, payload, credential_id, created_by, updated_by)
       values ($1, $2, lower($2), $3, $3, $4, $5, 'bench', 'bench') returning ${columns}`,
      [tenantId, name, type, payload, credentialId],
    );
    await client.query('commit');
    return await reply.status(201).send(made.rows[0]);
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
});

app.post<{ Params: { id: string } }>('/connections/:id/secret', async (request, reply) => {
  const { rows } = await pool.query<{ sealed: Buffer; type: string; payload: object }>(
    `select c.type, c.payload, v.sealed from connections c
     join credential_versions v on v.tenant_id = c.tenant_id and v.credential_id = c.credential_id
     where c.tenant_id = $1 and c.id = $2 order by v.secret_version desc limit 1`,
    [tenantId, request.params.id],
  );
  const row = rows[0];
  if (!row) return reply.status(404).send({ error: 'not found' });
  const { type, payload } = row;
  return reply.status(201).send({ type, payload, credential: JSON.parse(open(row.sealed)) as object });
});

function seal(text: string): Buffer {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
}

function open(sealed: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), { authTagLength: 16 });
  decipher.setAuthTag(sealed.subarray(-16));
  return decipher.update(sealed.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8');
}

await app.listen({ port: Number(port), host: '127.0.0.1' });
process.stdout.write('ready\n');
