import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';

import { credentialTypes, type JsonObject, type JsonSchema, type JsonValue } from '#connector-sdk';

import { loadConnectors } from './index.js';

/** Values that some field takes and others do not, and values that none takes. */
const POOL: readonly JsonValue[] = [
  ...'a db.example.com DB.Example.COM. 10.0.0.1 ::1 256.1.1.1 us-east-1 A_b-1 @h socket:/x /etc x,y'.split(
    ' ',
  ),
  ...'443 0 0443 65535 65536 999999999 1000000000 / /sql/1.0/w //x/y a* ******** ••• thrift://h:9083'.split(
    ' ',
  ),
  ...'thrift://h https://h:9000 https://h/p http://[::1]:80/ http://u@h GCS S3 AZURE gcs prefer'.split(' '),
  ...'verify-full core.windows.net core.example.com service_account authorized_user googleapis.com'.split(
    ' ',
  ),
  ...'https://oauth2.googleapis.com/token arn:aws:iam::123456789012:role/r'.split(' '),
  '-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n',
  `SHA256:${'a'.repeat(43)}`,
  ...['', ' ', 'US East', '* *', 'line\nline', 'tab\tbed', 'nul\u0000', 'del\u007f', '\ud800', '😀'],
  ...[0, 1, -1, 1.5, 443, 65535, 65536, 1e9, 1e15, 1e300, true, false, null],
  ...[[], ['a'], {}, { a: 'b' }, { a: 1 }, { constructor: 'x' }, { 'a.b': '' }, { 'bad\u0001': 'x' }],
];

/** A schema with its own validator beside it. */
interface Pair {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly start: JsonObject;
  validate(value: unknown): readonly unknown[];
}

const TRANSPORTS = {
  ssh: { host: 'h', username: 'u', password: 'p', jump: { host: 'j', username: 'u', password: 'p' } },
  tls: { mode: 'verify-full', server_name: 'h' },
  kerberos: { kdc: 'kdc:88' },
};

const connectors = (await loadConnectors()).list();
const differentTransports = [...new Map(connectors.map((one) => [one.transports.join(), one])).values()];
const PAIRS: Pair[] = [
  ...connectors.map((connector) => ({
    name: connector.type,
    schema: connector.payloadSchema,
    start: connector.examples[0]?.payload ?? {},
    validate: connector.validatePayload,
  })),
  ...differentTransports.map((connector) => ({
    name: `transport with ${connector.transports.join(', ') || 'nothing'}`,
    schema: connector.transportSchema,
    start: Object.fromEntries(connector.transports.map((name) => [name, TRANSPORTS[name]])),
    validate: (value: unknown) =>
      value === null ? ['null is no transport'] : connector.validateTransport(value),
  })),
  ...credentialTypes().map((type) => ({
    name: `credential ${type.type}`,
    schema: type.schema,
    start: type.example,
    validate: type.validate,
  })),
];

/**
 * The one thing that a schema leaves to the validator is a mask under a free name that looks secret; no
 * such name is among those that are tried.
 */
describe('every schema and its validator say the same', () => {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false });

  describe.each(PAIRS.map((pair) => [pair.name, pair] as const))('%s', (_name, pair) => {
    const bySchema = ajv.compile(pair.schema);
    const disagrees = (value: JsonValue): boolean => (pair.validate(value).length === 0) !== bySchema(value);

    it('of the example', () => {
      expect(bySchema(pair.start)).toBe(true);
      expect(pair.validate(pair.start)).toEqual([]);
    });

    it('of every field with every value, its limits, and without it', () => {
      expect(everyChange(pair.start, objectPart(pair.schema)).filter(disagrees)).toEqual([]);
    });

    it('of several changes at once', () => {
      const value = fc.oneof(
        { weight: 9, arbitrary: vary(pair.start, objectPart(pair.schema)) },
        { weight: 1, arbitrary: fc.jsonValue().map((json) => json as JsonValue) },
      );
      fc.assert(
        fc.property(value, (candidate) => typeof candidate === 'string' || !disagrees(candidate)),
        { numRuns: 60 },
      );
    });
  });
});

/** A key file may come as text; what its text must be is more than a schema can say. */
function objectPart(schema: JsonSchema): JsonSchema {
  const [first] = Array.isArray(schema['anyOf']) ? (schema['anyOf'] as JsonSchema[]) : [schema];
  return first ?? schema;
}

function everyChange(start: JsonObject, schema: JsonSchema): JsonObject[] {
  return Object.entries((schema['properties'] ?? {}) as Record<string, JsonSchema>).flatMap(
    ([name, field]) => {
      const { [name]: before, ...without } = start;
      const within = isObject(before) ? everyChange(before, field) : [];
      const values = [...within, ...POOL, ...limitsOf(field)];
      return [without, ...values.map((value) => ({ ...without, [name]: value }))];
    },
  );
}

function limitsOf(field: JsonSchema): JsonValue[] {
  const max = Number(field['maxLength'] ?? 0);
  const numbers = JSON.stringify(field['anyOf'] ?? [])
    .match(/"(?:minimum|maximum)":[0-9]+/g)
    ?.map((limit) => Number(limit.split(':')[1]));
  return [
    ...(max > 5000 ? ['a'] : ['a', '9', '😀']).flatMap((character) => [
      character.repeat(max),
      character.repeat(max + 1),
    ]),
    ...(numbers ?? []).flatMap((limit) => [limit - 1, limit, limit + 1].flatMap((n) => [n, String(n)])),
  ];
}

/** The valid start with some of its fields changed, removed or added, at every level. */
function vary(start: JsonObject, schema: JsonSchema): fc.Arbitrary<JsonObject> {
  const fields = (schema['properties'] ?? {}) as Record<string, JsonSchema>;
  const keys = fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...Object.keys(fields), ...Object.keys(start), 'free') },
    { weight: 1, arbitrary: fc.constantFrom('unknown', '__proto__', 'constructor', 'toString') },
  );
  const change = fc.tuple(keys, fc.nat({ max: 9 }), fc.constantFrom(...POOL));
  return fc.array(change, { maxLength: 3 }).chain((changes) => {
    const members = new Map<string, fc.Arbitrary<JsonValue>>(
      Object.entries(start).map(([key, value]) => [key, fc.constant(value)]),
    );
    for (const [key, choice, value] of changes) {
      const before = Object.hasOwn(start, key) ? start[key] : undefined;
      if (choice === 0) members.delete(key);
      else if (isObject(before) && choice < 8) members.set(key, vary(before, fields[key] ?? {}));
      else members.set(key, fc.constant(value));
    }
    const entries = [...members].map(([key, member]) => member.map((value) => [key, value] as const));
    return fc.tuple(...entries).map((pairs) => Object.fromEntries(pairs));
  });
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
