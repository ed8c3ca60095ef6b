/** Core's names of what this contract calls otherwise; a longer one goes before what it begins with. */
const NAMES: readonly (readonly [native: RegExp, own: string])[] = [
  [/\btransport\.ssh\.private_key_passphrase\b/g, 'ssh_settings.private_key_password'],
  [/\btransport\.ssh\b/g, 'ssh_settings'],
  [/\btransport\.tls\b/g, 'connection_uri'],
  [/\btransport\b/g, 'ssh_settings'],
  // What a URI holds was found good before core saw it: this one came in a file.
  [/\bcredential\.payload\b/g, 'path_to_credentials_file'],
  [/\b(?:payload|credential)(?:\.[A-Za-z_]+)*\b(?=\.? |$)/g, 'connection_uri'],
  [/^name\b/g, 'alias'],
];

/** A path or a sentence of core's in this contract's words. */
export function ownNames(text: string): string {
  return NAMES.reduce((words, [native, own]) => words.replace(native, own), text);
}
