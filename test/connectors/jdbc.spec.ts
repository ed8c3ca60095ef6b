import { failureOf, startTestProber, type TestProber } from '../support/probe.js';

describe('GENERIC_JDBC by a driver of the operator', () => {
  let prober: TestProber;
  beforeAll(() => {
    prober = startTestProber();
  });
  afterAll(() => prober.close());

  const probe = (host: string) =>
    prober.probe('GENERIC_JDBC', {
      payload: { db_type: 'POSTGRESQL', db_or_schema: 'sales', host, port: 5432 },
      credential: { type: 'GENERIC_MAP', payload: { user: 'reader', password: 'secret' } },
      networks: [],
    });

  // Without a folder of drivers, whoever started the virtual machine would be told of that first.
  it.each([
    ['169.254.169.254', 'resolve: egress_denied'],
    ['127.0.0.1', 'resolve: egress_denied'],
    ['nowhere.invalid', 'resolve: dns_not_found'],
  ])('judges %s before it starts anything', async (host, failure) => {
    expect(failureOf(await probe(host))).toBe(failure);
  });

  it('needs the folder for a host that may be reached', async () => {
    const outcome = await prober.probe('GENERIC_JDBC', {
      payload: { db_type: 'POSTGRESQL', db_or_schema: 'sales', host: '127.0.0.1', port: 1 },
      credential: { type: 'GENERIC_MAP', payload: { user: 'reader', password: 'secret' } },
    });
    expect(failureOf(outcome)).toMatch(/: driver_not_installed$/);
  });
});
