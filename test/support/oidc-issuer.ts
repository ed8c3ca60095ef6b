import { type JsonWebKey, type KeyObject, generateKeyPairSync, randomUUID } from 'node:crypto';
import { type Server, createServer } from 'node:http';
import { listenOnLoopback } from './loopback-server.js';

type Algorithm = 'RS256' | 'ES256';

/** The part of oidc-provider that the tests use; the package has no types of its own. */
interface OidcProvider {
  callback(): (request: unknown, response: unknown) => void;
}
type ProviderClass = new (issuer: string, configuration: object) => OidcProvider;

/** A real OpenID Connect issuer on the loopback. */
export interface OidcIssuer {
  readonly url: string;
  readonly jwksUri: string;
  /** How often somebody asked for the keys. */
  fetches(): number;
  /** The private key that signs now, and its id: for tokens that the issuer itself would not make. */
  signing(algorithm: Algorithm): { readonly key: KeyObject; readonly kid: string };
  /** A token that the issuer makes, with these claims, for this audience. */
  token(algorithm: Algorithm, claims: object, audience?: string): Promise<string>;
  /** Publishes new keys alone. */
  rotate(): void;
  close(): Promise<void>;
}

/** Not a literal: the compiler would look for its types, and there are none. */
const PACKAGE: string = 'oidc-provider';
const CLIENT = { client_id: 'app', client_secret: 'the secret of the app' };
const DEFAULT_AUDIENCE = 'patchbay';
const RESOURCE = 'https://resource.test/';

export async function startOidcIssuer(): Promise<OidcIssuer> {
  const { default: Provider } = (await import(PACKAGE)) as { default: ProviderClass };
  let claims: object = {};
  let fetched = 0;
  let keys = newKeys();
  let provider: OidcProvider;
  const server: Server = createServer((request, response) => {
    if (request.url === '/jwks') fetched += 1;
    provider.callback()(request, response);
  });
  const { port, close } = await listenOnLoopback(server);
  const url = `http://127.0.0.1:${port}`;
  const make = () =>
    new Provider(
      url,
      configuration(keys, () => claims),
    );
  provider = make();
  return {
    url,
    jwksUri: `${url}/jwks`,
    fetches: () => fetched,
    signing: (algorithm) => keys[algorithm],
    token: async (algorithm, given, audience = DEFAULT_AUDIENCE) => {
      claims = given;
      const answer = await fetch(`${url}/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
          ...CLIENT,
          grant_type: 'client_credentials',
          resource: `${RESOURCE}${algorithm}/${audience}`,
        }).toString(),
      });
      if (!answer.ok) throw new Error(`The issuer answered ${answer.status}: ${await answer.text()}`);
      return ((await answer.json()) as { access_token: string }).access_token;
    },
    rotate: () => {
      keys = newKeys();
      provider = make();
    },
    close,
  };
}

type Keys = Readonly<Record<Algorithm, { readonly key: KeyObject; readonly kid: string }>>;

function newKeys(): Keys {
  return {
    RS256: { key: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey, kid: randomUUID() },
    ES256: { key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey, kid: randomUUID() },
  };
}

/** The resource that is asked for says how its tokens are signed, and for whom. */
function configuration(keys: Keys, claims: () => object): object {
  const jwk = (algorithm: Algorithm): JsonWebKey => ({
    ...keys[algorithm].key.export({ format: 'jwk' }),
    kid: keys[algorithm].kid,
    alg: algorithm,
    use: 'sig',
  });
  return {
    jwks: { keys: [jwk('RS256'), jwk('ES256')] },
    clients: [{ ...CLIENT, grant_types: ['client_credentials'], redirect_uris: [], response_types: [] }],
    clientAuthMethods: ['client_secret_post', 'client_secret_basic'],
    clientDefaults: { token_endpoint_auth_method: 'client_secret_post' },
    extraTokenClaims: claims,
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_context: unknown, resource: string) => {
          const [alg, audience] = resource.slice(RESOURCE.length).split('/');
          return {
            scope: '',
            audience,
            accessTokenTTL: 300,
            accessTokenFormat: 'jwt',
            jwt: { sign: { alg } },
          };
        },
      },
    },
  };
}
