import { parseArgs } from 'node:util';
import jwt from 'jsonwebtoken';
import { DEFAULT_CLAIM_NAMES, TENANT_ROLES, isTenantRole } from '#core';
import { ConfigError, loadConfig } from '#platform/config';
import { withOneConnection } from '#platform/database';
import { DEVELOPMENT_AUDIENCE, DEVELOPMENT_ISSUER, developmentSecret } from '../runtime/secrets.js';
import { runningEmbedded } from '../runtime/running-embedded.js';
import { StartError } from '../runtime/start-error.js';
import { fail, lineOf } from './fail.js';

const USAGE =
  'usage: npm run token -- --tenant acme --email john_doe@acme.io --role tenant_admin [--project 3] [--hours 12]';

/** Prints a development token. It is signed with the home folder's secret, so only that server takes it. */
async function main(): Promise<void> {
  const wanted = readArguments();
  const config = loadConfig(process.env);
  if (config.jwtIssuers.length > 0)
    fail('PATCHBAY_JWT_ISSUERS is set: tokens come from those issuers alone.');
  const target =
    config.databaseUrl === undefined ? await runningEmbedded(config.home) : { url: config.databaseUrl };
  const known = await withOneConnection(target, (queries) =>
    queries.query('select 1 from tenants where slug = $1', [wanted.tenant]),
  );
  if (known.length === 0) fail('--tenant: there is no such tenant.');
  const { tenant, email, role, projects } = wanted;
  const claims = { [DEFAULT_CLAIM_NAMES.tenant]: tenant, email, role, ...(projects ? { projects } : {}) };
  const token = jwt.sign(claims, await developmentSecret(config.home), {
    algorithm: 'HS256',
    subject: email,
    issuer: DEVELOPMENT_ISSUER,
    audience: DEVELOPMENT_AUDIENCE,
    expiresIn: wanted.hours * 3600,
  });
  process.stdout.write(`${token}\n`);
}

function readArguments() {
  const { values } = parseArgs({
    options: {
      tenant: { type: 'string' },
      email: { type: 'string' },
      role: { type: 'string' },
      project: { type: 'string', multiple: true },
      hours: { type: 'string', default: '12' },
    },
  });
  const { tenant, email, role } = values;
  if (!tenant || !email || !role) fail(USAGE);
  if (!isTenantRole(role)) fail(`--role: must be one of ${TENANT_ROLES.join(', ')}.`);
  const projects = values.project?.map(Number);
  if (projects?.some((id) => !Number.isSafeInteger(id) || id < 1))
    fail('--project: must be the id of a project.');
  if (role === 'tenant_admin' && projects) fail('--project: a tenant_admin cannot be bound to projects.');
  const hours = Number(values.hours);
  if (!(hours > 0 && hours <= 720)) fail('--hours: must be a number up to 720.');
  return { tenant, email, role, projects, hours };
}

main().catch((error: unknown) => {
  const badOption = (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  fail(badOption ? USAGE : lineOf(error, [ConfigError, StartError]));
});
