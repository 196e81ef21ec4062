import { PAGES } from "#app/_e2e/pages.ts";
import { shareProduct } from "#app/_e2e/share-product.ts";
import { settle } from "#app/_e2e/settle.ts";
import type { Product } from "#app/_e2e/product.ts";
import type { Fault, Figure } from "../figure.ts";
import { ask } from "../portal/ask.ts";
import { crawl } from "../portal/crawl.ts";
import { judgeHeaders, METHODS, nonceOf } from "../portal/judge-headers.ts";
import { portalRoutes } from "../portal/routes.ts";

/** Generated from the app folder: a page or a route that somebody adds is judged without a line here. */
export const fault: Fault = {
  id: "REL-24",
  claim: "headers, caching and methods hold on every route and error page, and no personal datum stands in an address",
  async run(): Promise<Figure[]> {
    const product = await shareProduct();
    const town = await settle(product, `rel24-${Date.now().toString(36)}`);
    const cookie = await signedIn(product, town.administrator);
    const routes = await everyRoute(product, cookie);
    const walked = await crawl(product, { town, certificateId: NONE, address: product.address });
    const wrong = routes.findings.length + walked.leaks.length;
    return [
      {
        id: "REL-24",
        value: wrong,
        unit: "wrong answers or addresses",
        must: "0, and the control noticed",
        ok: wrong === 0 && routes.controlNoticed && routes.answers > 300 && walked.pages >= PAGES.length,
        detail: { ...routes, ...walked },
      },
    ];
  },
};

const NONE = "00000000-0000-4000-8000-000000000000";

async function everyRoute(product: Product, cookie: string) {
  const findings: string[] = [];
  const routes = portalRoutes();
  let answers = 0;
  let nonces = 0;
  for (const route of routes) {
    for (const [who, headers] of [
      ["stranger", {}],
      ["administrator", { cookie, "sec-fetch-site": "same-origin" }],
    ] as const) {
      for (const method of METHODS) {
        const answer = await ask(product.address, { method, path: route.path, headers });
        answers++;
        for (const what of judgeHeaders(route, method, answer))
          findings.push(`${method} ${route.name} as ${who}: ${what}`);
      }
      const [one, two] = [await page(route.path, headers), await page(route.path, headers)];
      if (one !== null && one === two) findings.push(`${route.name} as ${who}: the same nonce twice`);
      if (one !== null) nonces++;
    }
  }
  const bare = judgeHeaders({ name: "/", path: "/", kind: "page" }, "TRACE", { status: 200, headers: {}, body: "" });
  return { routes: routes.length, answers, nonces, controlNoticed: bare.length >= 7, findings };

  async function page(path: string, headers: Readonly<Record<string, string>>): Promise<string | null> {
    return nonceOf(await ask(product.address, { method: "GET", path, headers }));
  }
}

/** Signs in as the page does and answers the cookie header. */
async function signedIn(
  product: Product,
  person: { readonly email: string; readonly password: string },
): Promise<string> {
  const token = await ask(product.address, { method: "GET", path: "/api/auth/csrf" });
  const kept = cookiesOf(token.headers["set-cookie"]);
  const { csrfToken } = JSON.parse(token.body) as { csrfToken: string };
  const form = new URLSearchParams({ ...person, csrfToken, json: "true", callbackUrl: product.address });
  const headers = { cookie: kept, "content-type": "application/x-www-form-urlencoded" };
  const path = "/api/auth/callback/credentials";
  const answer = await ask(product.address, { method: "POST", path, headers, body: String(form) });
  const session = cookiesOf(answer.headers["set-cookie"]);
  if (!session.includes("__Host-gallra-session=")) throw new Error(`the sign-in answered ${answer.status}`);
  return session;
}

function cookiesOf(lines: readonly string[] | undefined): string {
  return (lines ?? []).map((line) => line.split(";")[0] ?? "").join("; ");
}
