import { ConfigError, loadConfig } from '#platform/config';

import { checkOptions } from './configured-checks.js';

const ID = 'AKIAIOSFODNN7EXAMPLE';
const SECRET = 's'.repeat(40);

describe('the identity that assumes roles', () => {
  it('is a whole key, or none', () => {
    const options = (env: Readonly<Record<string, string>>) => checkOptions(loadConfig(env), 3000, false);
    const [id, secret] = [{ PATCHBAY_AWS_ACCESS_KEY_ID: ID }, { PATCHBAY_AWS_SECRET_ACCESS_KEY: SECRET }];
    expect(options({}).awsIdentity).toBeNull();
    expect(options({ ...id, ...secret }).awsIdentity).toEqual({ accessKeyId: ID, secretAccessKey: SECRET });
    for (const half of [id, secret]) expect(() => options(half)).toThrow(ConfigError);
  });
});
