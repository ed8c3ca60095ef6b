/** Names that a statement gets wrong when it quotes by other rules than the engine's. */
export const ODD_NAMES = [
  'Has "quotes"',
  "it's",
  'dots.in.it',
  'with space',
  'größe 表',
  'UPPER',
  'semi;colon --',
];

/** A name in double quotes, as the standard has it. */
export function doubleQuoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A name in backticks. */
export function backQuoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}
