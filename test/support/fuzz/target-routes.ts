import type { Target } from './fuzz-tenant.js';

/** Routes that could take a body and are no target, and why. */
export const NO_TARGETS: Readonly<Record<string, string>> = {
  'POST /api/v0/projects/:project/connections/:connection/sqlQuery': 'It answers 501, whatever comes.',
  'POST /api/v0/projects/:project/connections/:connection/sqlSource': 'It answers 501, whatever comes.',
  'POST /api/v0/projects/:project/connections/:connection/sqlTemporaryTable':
    'It answers 501, whatever comes.',
  'POST /api/auth/token': 'It takes a form, and has a case of its own.',
  'PUT /api/backend/:tenant/configuration/files/*': 'It takes bytes, whatever they are.',
  'PUT /api/backend/:tenant/configuration/projects/:projectId/files/*': 'It takes bytes, whatever they are.',
  'POST /api/v1/database-connections':
    'It goes out to a database first; test/dialects has a case of its own.',
  'POST /api/platform/signing-keys/:keyId/revoke': 'It reads no body.',
  'POST /api/platform/signing-keys/rotate': 'It reads no body, and changes the key of all suites.',
};

/**
 * One target for each route that takes a body, or none where there is none.
 *
 * @param routes - as `METHOD /path`, with `:parameters`
 */
export function targetsByRoute(
  routes: readonly string[],
  targets: readonly Target[],
): Map<string, Target | undefined> {
  const withBody = routes.filter((route) => /^(?:POST|PUT|PATCH) /.test(route));
  return new Map(
    withBody.map((route) => {
      const form = new RegExp(`^${route.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}$`);
      return [route, targets.find(({ method, path }) => form.test(`${method} ${path}`))];
    }),
  );
}
