/** Characters of what stands between the angle brackets of one type; a longer text would tell nobody anything. */
const LONGEST_INSIDE = 500;
const TOO_LONG = '…';

/** `array<element>` */
export function arrayType(element: string): string {
  return `array<${shortened(element)}>`;
}

/** `map<key, value>` */
export function mapType(key: string, value: string): string {
  return `map<${shortened(`${key}, ${value}`)}>`;
}

/** `struct<name: type, …>` */
export function structType(fields: readonly (readonly [name: string, type: string])[]): string {
  return `struct<${shortened(fields.map(([name, type]) => `${name}: ${type}`).join(', '))}>`;
}

function shortened(inside: string): string {
  return inside.length > LONGEST_INSIDE ? TOO_LONG : inside;
}
