import { Secret, Text } from '../fields/text-fields.js';
import { defineCredentialType } from './define-credential-type.js';

const PASSWORD = { label: 'Password', required: true, characters: 'any' } as const;

class Username {
  @Text({ label: 'User name', required: true, open: true, order: 1 })
  username!: string;
}

/** User name and password. */
export class Simple extends Username {
  @Secret(PASSWORD)
  password!: string;
}

class SimpleOrBlank extends Username {
  @Secret({ ...PASSWORD, allowEmpty: true })
  password!: string;
}

/** User name and password. */
export const SIMPLE = defineCredentialType({
  type: 'SIMPLE',
  title: 'User name and password',
  payload: Simple,
  blankPassword: SimpleOrBlank,
  example: { username: 'reader', password: 'example-password' },
});
