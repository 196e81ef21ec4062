import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";

/** What the test sets of the server. */
export interface OidcSetting {
  readonly cert: string;
  readonly key: string;
  readonly clients: readonly Readonly<Record<string, unknown>>[];
  readonly tokenSeconds: number;
}

/** A bearer token that the interface of calls was shown, and whose it is; null for one that is not good, or no longer. */
export interface ShownToken {
  readonly token: string;
  readonly by: string | null;
}

/**
 * A process of its own: oidc-provider, and an interface of calls that takes its tokens and no others. It is no server of ours, so
 * that nothing of what the product believes about OAuth is in it. It tells its port; `/shown` tells which tokens it was shown since.
 */
process.once("message", (setting: OidcSetting) => {
  const { cert, key, clients, tokenSeconds } = setting;
  const server = createServer({ cert, key });
  server.listen(0, "127.0.0.1", () => {
    const { port } = server.address() as AddressInfo;
    const provider = new Provider(`https://127.0.0.1:${port}`, {
      clients,
      scopes: ["calls"],
      ttl: { ClientCredentials: tokenSeconds },
      features: {
        clientCredentials: { enabled: true },
        revocation: { enabled: true },
        devInteractions: { enabled: false },
      },
    });
    const callback = provider.callback();
    const shown: ShownToken[] = [];
    server.on("request", async (request, response) => {
      if (request.url === "/shown") return response.end(JSON.stringify(shown.splice(0)));
      if (!(request.url ?? "").startsWith("/calls")) return callback(request, response);
      const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
      const found = await provider.ClientCredentials.find(token);
      const by = found?.isValid === true ? found.clientId : null;
      shown.push({ token, by });
      const status = by === null ? 401 : found?.scope === "calls" ? 200 : 403;
      response.writeHead(status, { "content-type": "application/json" });
      response.end('{"value":[{"id":1},{"id":2}]}');
    });
    process.send?.({ port });
  });
});

process.once("disconnect", () => process.exit());
