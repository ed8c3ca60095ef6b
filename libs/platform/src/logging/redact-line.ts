import { looksSecret } from '#platform/redaction';
import { mayHoldSecretForm, redactSecretForms } from './secret-patterns.js';
import { REDACTED, type SecretRegistry } from './secret-registry.js';

const UNREADABLE =
  '{"level":"error","msg":"A log line was left out, because it could not be checked for secrets."}\n';

/** The same few names come with every line; so many are kept in mind. */
const MOST_NAMES = 5000;
const secretNames = new Map<string, boolean>();

/**
 * A line of JSON without secrets: whatever stands under a name that looks secret, at any depth, every
 * remembered secret, and everything in the form of one.
 *
 * The finished line is looked at, so that no serializer, binding or `toJSON` has a way around. Most lines hold
 * nothing of the kind and go out as they are; the others are parsed and written anew.
 */
export function redactLine(line: string, secrets: SecretRegistry): string {
  if (!hasSecretName(line) && !mayHoldSecretForm(line) && !secrets.appearsIn(line)) return line;
  try {
    return `${JSON.stringify(redacted(JSON.parse(line), secrets))}\n`;
  } catch {
    return UNREADABLE;
  }
}

/** Looks at every text of the line that a colon follows; one with an escape in it is left to the parser. */
function hasSecretName(line: string): boolean {
  for (let end = line.indexOf('":'); end !== -1; end = line.indexOf('":', end + 2)) {
    const quote = line.lastIndexOf('"', end - 1);
    const name = line.slice(quote + 1, end);
    if (line[quote - 1] === '\\' || name.includes('\\') || isSecretName(name)) return true;
  }
  return false;
}

function isSecretName(name: string): boolean {
  const known = secretNames.get(name);
  if (known !== undefined) return known;
  if (secretNames.size >= MOST_NAMES) secretNames.clear();
  const isSecret = looksSecret(name);
  secretNames.set(name, isSecret);
  return isSecret;
}

function redacted(value: unknown, secrets: SecretRegistry): unknown {
  if (typeof value === 'string') return redactSecretForms(secrets.redact(value));
  if (typeof value === 'number') return secrets.redact(String(value)) === REDACTED ? REDACTED : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => redacted(item, secrets));
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      redactSecretForms(secrets.redact(name)),
      isSecretName(name) && member !== null ? REDACTED : redacted(member, secrets),
    ]),
  );
}
