import { endpointPath } from './endpoint-path.js';

describe('the path of an endpoint', () => {
  it.each([
    [{ http_path: '/sql/1.0/warehouses/abc' }, '/sql/1.0/warehouses/abc'],
    [{ warehouse_id: 'abc' }, '/sql/1.0/warehouses/abc'],
    [{ cluster_path: 'sql/protocolv1/o/0/0123-456789-abc' }, 'sql/protocolv1/o/0/0123-456789-abc'],
  ])('of %j is %s', (payload, path) => {
    expect(endpointPath(payload)).toBe(path);
  });
});
