import fc from 'fast-check';
import { unique } from '../support/app.js';
import {
  CONNECTIONS,
  type DatabaseWorld,
  sampleUri,
  startDatabaseWorld,
} from '../support/database-connections.js';
import { SECRET_MARK } from '../support/fuzz/hostile-values.js';
import { faultsOf } from '../support/fuzz/judgement.js';
import { mutated, mutation } from '../support/fuzz/mutation.js';
import { RawHttp } from '../support/raw-http.js';
import { createTenant } from '../support/tenant.js';

const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);
/** Each body that is good goes out to a database. */
const BODIES = 500;
const LONG_MS = 300_000;

let world: DatabaseWorld;
let http: RawHttp;
beforeAll(async () => {
  world = await startDatabaseWorld();
  http = new RawHttp(world.test, 4);
});
afterAll(async () => {
  http.close();
  await world.stop();
});

it(
  `a create is answered in the contract's words, whatever is sent: ${BODIES} bodies`,
  async () => {
    const tenant = await createTenant(world.test);
    const body = () => ({
      alias: unique('fuzz'),
      connection_uri: sampleUri(world.sample),
      use_ssh: false,
      llm_api_key: SECRET_MARK,
      ssh_settings: { host: 'bastion.invalid', username: 'u', password: SECRET_MARK },
      file_storage: { name: 'S3', access_key_id: SECRET_MARK, secret_access_key: SECRET_MARK },
      schemas: ['public'],
      metadata: { owner: 'sales' },
    });
    const headers = { authorization: `Bearer ${tenant.admin}`, 'content-type': 'application/json' };
    const statuses = new Set<number>();
    for (const changes of fc.sample(fc.array(mutation(), { maxLength: 3, size: 'max' }), {
      seed: SEED,
      numRuns: BODIES,
    })) {
      const text = JSON.stringify(mutated(body(), changes)) ?? 'null';
      const answer = await http.send({ method: 'POST', path: CONNECTIONS, headers, body: text });
      expect({ seed: SEED, text, faults: faultsOf(answer) }).toEqual({ seed: SEED, text, faults: [] });
      statuses.add(answer.status);
    }
    expect([...statuses]).toEqual(expect.arrayContaining([201, 400]));
  },
  LONG_MS,
);
