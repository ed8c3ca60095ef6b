/** `SOME_TYPE` as part of a component's name: `SomeType`. */
export function componentName(type: string): string {
  return type
    .split('_')
    .map((word) => word.charAt(0) + word.slice(1).toLowerCase())
    .join('');
}
