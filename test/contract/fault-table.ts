import { MISSING_DRIVER } from './faults/login-faults.js';
import type { Observation } from './observe.js';
import { lacksDriver } from './understood.js';

/** One line of the table: what a fault means, and for which types. */
export interface FaultLine {
  readonly fault: string;
  readonly step: string;
  readonly code: string;
  readonly types: readonly string[];
  readonly hint: string;
}

const HEADER = ['Fault', 'Step', 'Code', 'Types', 'What the check advises'] as const;

const TITLE = `# Faults

Each line was provoked: a server, file or bastion was broken in this way, a connection of each type was tested
against it by its real driver, and this is what the check answered. The contract suite fails when an answer
differs from this table. \`TEST_LAYER=whole UPDATE_FAULTS=1\` writes it anew. A type whose driver operators bring
has the lines that were observed with it only if it was there.
`;

/** Puts together what differs in nothing but the type; without a driver there is nothing to tell of a fault. */
export function faultLines(observations: readonly Observation[]): FaultLine[] {
  const lines = new Map<string, FaultLine>();
  const telling = observations.filter((one) => !lacksDriver(one) || one.fault.name === MISSING_DRIVER);
  for (const { fault, subject, verdict, hint } of telling) {
    const [step = '', code = ''] = verdict.split(': ');
    const key = JSON.stringify([fault.name, verdict, hint]);
    const types = [...(lines.get(key)?.types ?? []), subject.connector.type].sort();
    lines.set(key, { fault: fault.name, step, code, types, hint });
  }
  return [...lines.values()].sort((one, other) => keyOf(one).localeCompare(keyOf(other), 'en'));
}

function keyOf({ fault, step, code, types }: FaultLine): string {
  return [fault, step, code, ...types].join('\n');
}

/** The whole document, its columns padded as the formatter wants them. */
export function renderFaults(lines: readonly FaultLine[]): string {
  const rows = lines.map(({ fault, step, code, types, hint }) =>
    [fault, step, `\`${code}\``, types.join(', '), hint].map((cell) => cell.replaceAll('|', '\\|')),
  );
  const widths = HEADER.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = line(widths.map((width) => '-'.repeat(width)));
  return `${TITLE}\n${[line(HEADER), rule, ...rows.map(line)].join('\n')}\n`;
}

/** Reads what {@link renderFaults} wrote. */
export function readFaults(text: string): FaultLine[] {
  const rows = text.split('\n').filter((line) => line.startsWith('| '));
  return rows.slice(2).map((row) => {
    const [fault = '', step = '', code = '', types = '', hint = ''] = row
      .slice(2, -2)
      .split(/(?<!\\) \| /)
      .map((cell) => cell.trim().replaceAll('\\|', '|'));
    return { fault, step, code: code.replaceAll('`', ''), types: types.split(', '), hint };
  });
}
