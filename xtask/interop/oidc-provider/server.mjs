// oidc-provider on loopback, for `cargo xtask interop`: node server.mjs PORT CLIENTS FOLDER
// Its health is the discovery document. It ends when its standard input does, so it never outlives who started it.
// It also ends, with status 75, after GET /restart: whoever started it does so again, and it goes on with what is in FOLDER.
// Whoever types a name into its login page is that user.
import { readFileSync } from 'node:fs';
import { Provider, errors } from 'oidc-provider';
import { journal } from './journal.mjs';

const [port, clients, folder] = process.argv.slice(2);
const RESPONSE_TYPES = ['code', 'id_token', 'code id_token', 'code token', 'code id_token token', 'id_token token'];
// The lifetime of the access tokens of the client "short", in seconds.
const SHORT = 3;
const lifetime = (_, token, client) => (client.clientId === 'short' ? SHORT : 3600);
const RESOURCES = ['https://api.example.test/one', 'https://api.example.test/two'];

// `key` is the name of a key whose public half is in `jwks`.
const metadata = ({ name, id, secret, method, servers, key, alg, redirect_uris = [], ...rest }) => ({
  client_id: id,
  client_secret: secret,
  token_endpoint_auth_method: method,
  token_endpoint_auth_signing_alg: alg,
  grant_types: ['client_credentials'],
  redirect_uris,
  response_types: [],
  // Only a native application may be sent to http on loopback, and only another one may be sent tokens.
  application_type: redirect_uris.some((uri) => uri.startsWith('https:')) ? 'web' : 'native',
  authorization_details_types: ['payment'],
  ...rest,
});

const provider = new Provider(`http://127.0.0.1:${port}`, {
  adapter: await journal(`${folder}/journal.jsonl`),
  ttl: { AccessToken: lifetime, ClientCredentials: lifetime },
  clients: JSON.parse(readFileSync(clients, 'utf8'))
    .filter(({ servers }) => servers?.includes('oidc-provider') ?? true)
    .map(metadata),
  clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'client_secret_jwt', 'private_key_jwt', 'none'],
  enabledJWA: { clientAuthSigningAlgValues: ['HS256', 'RS256', 'PS256', 'ES256', 'ES384', 'EdDSA', 'Ed25519'] },
  cookies: { keys: ['for-loopback-only'] },
  scopes: ['openid', 'offline_access', 'read', 'write'],
  claims: { openid: ['sub'], profile: ['name'] },
  responseTypes: RESPONSE_TYPES,
  findAccount: (_, sub) =>
    sub === 'nobody' ? undefined : { accountId: sub, claims: () => ({ sub, name: `${sub} Ünïcode` }) },
  issueRefreshToken: (_, client) => client.grantTypeAllowed('refresh_token'),
  rotateRefreshToken: ({ oidc }) => oidc.client.clientId !== 'steady',
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: true },
    deviceFlow: { enabled: true },
    introspection: { enabled: true },
    pushedAuthorizationRequests: { enabled: true },
    registration: { enabled: true },
    registrationManagement: { enabled: true },
    revocation: { enabled: true },
    rpInitiatedLogout: { enabled: true },
    userinfo: { enabled: true },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo(_, resource) {
        if (!RESOURCES.includes(resource)) throw new errors.InvalidTarget();
        return { scope: 'read write', audience: resource, accessTokenFormat: 'opaque' };
      },
    },
    richAuthorizationRequests: {
      enabled: true,
      types: {
        payment: {
          validate(_, { amount }) {
            if (!amount) throw new errors.InvalidAuthorizationDetails('a payment needs an amount');
          },
        },
      },
      authorizationDetailsForGrantSource: granted,
      authorizationDetailsForAccessToken: (ctx, token, source) => source?.rar ?? granted(ctx),
      authorizationDetailsForIntrospection: (_, token) => token.rar,
    },
    ciba: {
      enabled: true,
      deliveryModes: ['poll'],
      processLoginHint: (_, hint) => hint,
      verifyUserCode() {},
      validateRequestContext() {},
      triggerAuthenticationDevice() {},
    },
  },
});

// The details that were asked for are those that are granted.
function granted({ oidc: { params } }) {
  return params?.authorization_details && JSON.parse(params.authorization_details);
}

// The user's other device: GET /authentication-device?auth_req_id=ID&answer=accept, or any other answer.
provider.use(async (ctx, next) => {
  if (ctx.path !== '/authentication-device') return next();
  const { auth_req_id: id, answer } = ctx.query;
  ctx.body = 'decided';
  if (answer !== 'accept') return provider.backchannelResult(id, new errors.AccessDenied('the user said no'));
  const { accountId, clientId, scope } = await provider.BackchannelAuthenticationRequest.find(id);
  const grant = new provider.Grant({ accountId, clientId });
  grant.addOIDCScope(scope);
  await grant.save();
  return provider.backchannelResult(id, grant);
});

let server;
provider.use(async (ctx, next) => {
  if (ctx.path !== '/restart') return next();
  ctx.body = 'ending';
  // What is under way is answered first.
  ctx.res.on('finish', () => {
    server.close(() => process.exit(75));
    setInterval(() => server.closeIdleConnections(), 20);
  });
});

provider.on('server_error', (_, error) => console.error(error));
provider.on('grant.error', (_, error) => console.error(error.error, error.error_description, error.error_detail ?? ''));
provider.on('authorization.error', (_, error) => console.error(error.error, error.error_description ?? ''));
server = provider.listen(Number(port), '127.0.0.1');

process.stdin.resume().on('end', () => process.exit(0));
