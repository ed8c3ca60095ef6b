import { declaredPrefix } from './prefix.js';

describe('the prefix of a bucket', () => {
  it.each([
    [{}, ''],
    [{ prefix: '/' }, ''],
    [{ prefix: '/landing/' }, 'landing/'],
    [{ prefix: 'landing' }, 'landing'],
  ])('of %j is "%s"', (payload, prefix) => {
    expect(declaredPrefix(payload)).toBe(prefix);
  });
});
