import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { credentialType, parseConnectionUri } from '#connector-sdk';
import { loadConnectors } from '#connectors';
import { loadOpener } from '#connectors/open';

import { Canaries } from '../support/canary/canaries.js';
import { fullConnection } from '../support/full-connection.js';
import { differences } from './fault-drift.js';
import { faultLines, readFaults, renderFaults } from './fault-table.js';
import { isUnderstood } from './understood.js';
import { FILE_FAULTS } from './faults/file-faults.js';
import { HTTP_FAULTS } from './faults/http-faults.js';
import { LOGIN_FAULTS } from './faults/login-faults.js';
import { NETWORK_FAULTS } from './faults/network-faults.js';
import { SSH_FAULTS } from './faults/ssh-faults.js';
import { TLS_FAULTS } from './faults/tls-faults.js';
import type { Observation } from './observe.js';
import { LANES, observeAll } from './observe-all.js';
import { everyCase, pairwise } from './sample.js';
import { subjectOf } from './subject.js';
import { writtenUris } from './written-uris.js';
import { WHOLE_PRODUCTS, sample } from '../support/layer.js';

/** For whoever works on a few connectors. */
const SOME = process.env['CONTRACT_TYPES']?.split(',');
const TABLE = join(process.cwd(), 'test/contract/faults.md');
const LEAST_FAULTS = 40;
const MINUTES = 60_000;

const registry = await loadConnectors();
const CONNECTORS = registry.list().map((connector) => [connector.type, connector] as const);

describe('the connector', () => {
  it.each(CONNECTORS)('%s can be tested', async (type) => {
    expect(await loadOpener(type)).toBeInstanceOf(Function);
  });

  it.each(CONNECTORS)('%s has examples that are valid', (_, connector) => {
    expect(connector.examples.length).toBeGreaterThan(0);
    for (const { payload, credential } of connector.examples) {
      expect(connector.validatePayload(payload)).toEqual([]);
      expect(connector.acceptedCredentials(payload)).toContain(credential.type);
      expect(credentialType(credential.type)?.validate(credential.payload, connector)).toEqual([]);
    }
  });

  it.each(CONNECTORS)('%s names each required field that is missing, once', (_, connector) => {
    const required = connector.form.filter((field) => field.required).map(({ name }) => name);
    for (const { payload } of connector.examples) {
      for (const name of required) {
        const { [name]: _missing, ...rest } = payload;
        expect(connector.validatePayload(rest).map(({ path, rule }) => `${path} ${rule}`)).toEqual([
          `payload.${name} required`,
        ]);
      }
    }
  });

  it.each(CONNECTORS)('%s refuses a field that it does not know', (_, connector) => {
    for (const { payload } of connector.examples) {
      const errors = connector.validatePayload({ ...payload, surprise: 'the value' });
      expect(errors.map(({ path, rule }) => `${path} ${rule}`)).toEqual(['payload.surprise unknown']);
      expect(JSON.stringify(errors)).not.toContain('the value');
    }
  });

  it.each(CONNECTORS.filter(([, { uri }]) => uri !== undefined))(
    '%s is the same after it was written as a URI and read again',
    (type, connector) => {
      const written = writtenUris(connector);
      expect(written.length).toBeGreaterThan(0);
      for (const { uri, said } of written) {
        expect(parseConnectionUri(registry, uri)).toMatchObject({ type, ...said });
      }
    },
  );

  it.each(CONNECTORS)('%s answers no secret', (_, connector) => {
    for (const example of connector.examples) {
      const { payload } = fullConnection(connector, 'full', example);
      const { open, secrets } = connector.splitPayload(payload);
      for (const secret of Object.values(secrets)) expect(JSON.stringify(open)).not.toContain(secret);
    }
  });
});

describe('a fault', () => {
  const canaries = new Canaries();
  let observations: readonly Observation[];

  beforeAll(async () => {
    const faults = [
      ...NETWORK_FAULTS,
      ...TLS_FAULTS,
      ...SSH_FAULTS,
      ...HTTP_FAULTS,
      ...FILE_FAULTS,
      ...LOGIN_FAULTS,
    ];
    const subjects = registry
      .list()
      .filter(({ type }) => SOME?.includes(type) !== false)
      .map((connector) => subjectOf(connector, canaries));
    const cases = everyCase(faults, subjects);
    observations = await observeAll(WHOLE_PRODUCTS ? cases : sample(pairwise(cases), 9), canaries);
    if (WHOLE_PRODUCTS && !SOME && process.env['UPDATE_FAULTS'] === '1') {
      await writeFile(TABLE, renderFaults(faultLines(observations)));
    }
  }, 20 * MINUTES);

  it('is answered with a step and a code that it may have', () => {
    const strange = observations.filter((one) => !isUnderstood(one));
    expect(strange.map((one) => `${nameOf(one)} → ${one.verdict}`)).toEqual([]);
  });

  it('is never one that the driver alone understands', () => {
    expect(observations.filter(({ verdict }) => verdict.endsWith('driver_error')).map(nameOf)).toEqual([]);
  });

  it('comes with a hint', () => {
    expect(observations.filter(({ hint }) => hint === '').map(nameOf)).toEqual([]);
  });

  it('brings no secret into any text', () => {
    expect(canaries.made).toBeGreaterThan(0);
    expect(observations.flatMap(({ traces }) => traces)).toEqual([]);
  });

  it('leaves no connection and no session open', () => {
    const careless = observations.filter(({ leftOpen, notClosed }) => leftOpen > 0 || notClosed > 0);
    expect(
      careless.map((one) => `${nameOf(one)}: ${one.leftOpen} sockets, ${one.notClosed} sessions`),
    ).toEqual([]);
  });

  it('costs no process', () => {
    expect(new Set(observations.flatMap(({ pids }) => pids)).size).toBeLessThanOrEqual(LANES);
  });

  it('is in the table as it was observed', async () => {
    const table = readFaults(await readFile(TABLE, 'utf8'));
    expect(differences(table, faultLines(observations), WHOLE_PRODUCTS && !SOME)).toEqual([]);
  });

  it('is one of many', async () => {
    const lines = readFaults(await readFile(TABLE, 'utf8'));
    expect(new Set(lines.map(({ fault }) => fault)).size).toBeGreaterThanOrEqual(LEAST_FAULTS);
    expect(new Set(lines.flatMap(({ types }) => types))).toEqual(new Set(registry.types()));
  });
});

function nameOf({ fault, subject }: Observation): string {
  return `${subject.connector.type}, ${fault.name}`;
}
