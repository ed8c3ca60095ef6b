/** Where Snowflake has its accounts, in China and everywhere else. */
const DOMAIN = 'snowflakecomputing.com';
const DOMAIN_IN_CHINA = 'snowflakecomputing.cn';

/**
 * The host of an account: `org-account`, `locator` or `locator.region`, the region with a cloud or without
 * (https://docs.snowflake.com/en/user-guide/admin-account-identifier).
 */
export function accountHost(account: string): string {
  const [, region = ''] = account.split(/\.(.*)/s);
  return `${account}.${/^cn-/i.test(region) ? DOMAIN_IN_CHINA : DOMAIN}`.toLowerCase();
}
