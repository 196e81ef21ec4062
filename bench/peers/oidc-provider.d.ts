/** What the tests use of the package, which has no types of its own. */
declare module "oidc-provider" {
  import type { IncomingMessage, ServerResponse } from "node:http";
  // biome-ignore lint/style/noDefaultExport: the package is as it is.
  export default class Provider {
    constructor(issuer: string, configuration: object);
    callback(): (request: IncomingMessage, response: ServerResponse) => void;
    readonly ClientCredentials: {
      find(
        token: string,
      ): Promise<{ readonly clientId: string; readonly scope?: string; readonly isValid: boolean } | undefined>;
    };
  }
}
