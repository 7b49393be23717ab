// oidc-provider on loopback, for `cargo xtask interop`: node server.mjs PORT CLIENTS
// Its health is the discovery document. It ends when its standard input does, so it never outlives who started it.
import { readFileSync } from 'node:fs';
import { Provider } from 'oidc-provider';

const [port, clients] = process.argv.slice(2);

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: JSON.parse(readFileSync(clients, 'utf8')).map(({ id, secret, method }) => ({
    client_id: id,
    client_secret: secret,
    token_endpoint_auth_method: method,
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
  })),
  clientAuthMethods: ['client_secret_basic', 'client_secret_post'],
  scopes: ['read', 'write'],
  features: { clientCredentials: { enabled: true }, devInteractions: { enabled: false } },
});
provider.on('server_error', (_, error) => console.error(error));
provider.on('grant.error', (_, error) => console.error(error.error, error.error_description, error.error_detail ?? ''));
provider.listen(Number(port), '127.0.0.1');

process.stdin.resume().on('end', () => process.exit(0));
