/** A route's path with its parameters filled in; `*` is the rest of the path, slashes included. */
export function routeAddress(path: string, params: Readonly<Record<string, string | number>>): string {
  return path
    .replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name]!))
    .replace(/\*$/, () => encodeURI(String(params['*'])));
}
