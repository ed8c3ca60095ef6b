import type { TestApp } from './app.js';
import { bearer } from './bearer.js';
import { unique } from './app.js';
import type { TestTenant } from './tenant.js';

/** A service account, as the answer that shows its key has it. */
export interface TestAccount {
  readonly id: number;
  readonly name: string;
  readonly api_key: string;
}

export async function createAccount(
  test: TestApp,
  tenant: TestTenant,
  facts: { readonly role?: string; readonly project_ids?: readonly number[] } = {},
): Promise<TestAccount> {
  const answer = await test
    .http()
    .post(`${tenant.base}/service-accounts`)
    .set(bearer(tenant.admin))
    .send({ name: unique('robot'), role: 'viewer', ...facts })
    .expect(201);
  return answer.body as TestAccount;
}

/** Sends a form to the token endpoint; `fields` replace those of a good request, and undefined leaves one out. */
export function requestToken(
  test: TestApp,
  account: Pick<TestAccount, 'id' | 'api_key'>,
  fields: Readonly<Record<string, string | undefined>> = {},
) {
  const form = {
    grant_type: 'client_credentials',
    client_id: String(account.id),
    client_secret: account.api_key,
    ...fields,
  };
  return sendForm(test, form);
}

export function sendForm(
  test: TestApp,
  fields: Readonly<Record<string, string | undefined>>,
  headers: Readonly<Record<string, string>> = {},
) {
  const given = Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined);
  return test
    .http()
    .post('/api/auth/token')
    .set(headers)
    .type('form')
    .send(new URLSearchParams(given).toString());
}

/** A token of the account; `scope` narrows it. */
export async function tokenFor(test: TestApp, account: TestAccount, scope?: string): Promise<string> {
  const answer = await requestToken(test, account, { scope }).expect(200);
  return (answer.body as { access_token: string }).access_token;
}
