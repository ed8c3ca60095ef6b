import { invalid, notFound } from './index.js';

describe('error factories', () => {
  it('names every broken rule, and speaks of the only one in its message', () => {
    const error = invalid([{ path: 'payload.host', rule: 'required', message: 'payload.host is required.' }]);
    expect(error.kind).toBe('invalid');
    expect(error.message).toBe('payload.host is required.');
    expect(error.details.errors).toHaveLength(1);
  });

  it('counts when several rules are broken', () => {
    const rule = { path: 'a', rule: 'required', message: 'a is required.' };
    expect(invalid([rule, rule]).message).toBe('2 fields are not valid.');
  });

  it('builds the code of a missing thing from its name', () => {
    expect(notFound('service account').code).toBe('service_account_not_found');
  });
});
