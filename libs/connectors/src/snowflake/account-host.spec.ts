import { accountHost } from './account-host.js';

describe('the host of an account', () => {
  it.each([
    ['Org-Account', 'org-account.snowflakecomputing.com'],
    ['xy12345.eu-central-1', 'xy12345.eu-central-1.snowflakecomputing.com'],
    ['xy12345.west-europe.azure', 'xy12345.west-europe.azure.snowflakecomputing.com'],
    ['org-account.privatelink', 'org-account.privatelink.snowflakecomputing.com'],
    ['xy12345.cn-northwest-1', 'xy12345.cn-northwest-1.snowflakecomputing.cn'],
    ['cn-account', 'cn-account.snowflakecomputing.com'],
  ])('%s is at %s', (account, host) => {
    expect(accountHost(account)).toBe(host);
  });
});
