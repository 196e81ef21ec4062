import { type Answer, ask, type Bounds, type Question } from "../http/ask.ts";
import { AskedToWait, judge } from "../http/judge.ts";
import type { Credentials } from "../credentials/credential.ts";
import type { Machine } from "../machine/machine.ts";
import { SourceTrouble } from "../problem.ts";
import { createAuthoriser } from "./authorise.ts";
import { fillUrl } from "./fill-url.ts";
import type { Plan } from "./plan.ts";
import { type HttpCursor, type Pass, writeTime } from "./window.ts";

export type AskPage = (url: URL) => Promise<Answer>;

/** Asks signed in; a token that is refused is fetched anew, once. Throws SourceTrouble. */
export function createAskPage(plan: Plan, { machine, credentials, signal, bounds }: AskOptions): AskPage {
  const origin = new URL(fillUrl(plan.url, {})).origin;
  const how = { plain: plan.plain, signal, ...(bounds === undefined ? {} : { bounds }) };
  // What a person has accepted is the certificate of the one machine; another one that issues tokens is vouched for.
  const send = (question: Question) =>
    ask(machine, question, { ...how, trust: question.url.origin === origin ? plan.trust : { by: "authority" } });
  const authoriser = createAuthoriser(plan.auth, credentials, send);
  const once = async (url: URL) => {
    const headers = { accept: "application/json, text/csv, text/plain, */*;q=0.1", "user-agent": "Gallra" };
    const signed = await authoriser.sign(url);
    return await send({ url: signed.url, method: "GET", headers: { ...headers, ...signed.headers } });
  };
  return async (url) => {
    const first = await once(url);
    const answer = first.status === 401 && authoriser.forget() ? await once(url) : first;
    judge(answer, new Date());
    return answer;
  };
}

interface AskOptions {
  readonly machine: Machine;
  readonly credentials: Credentials;
  readonly signal?: AbortSignal | undefined;
  readonly bounds?: Bounds | undefined;
}

/** Where the next page of a pass is. Throws SourceTrouble "redirected" for a link that leads to another origin. */
export function urlOf(plan: Plan, cursor: HttpCursor, pass: Pass): URL {
  const first = new URL(
    fillUrl(plan.url, {
      from: writeTime(plan.times, pass.from, "down"),
      to: writeTime(plan.times, pass.to, "up"),
      cursor: cursor.token ?? "",
      page: String(pass.page + (plan.paging.kind === "page" ? plan.paging.first : 0)),
      offset: String(pass.records),
    }),
  );
  return pass.next === null ? first : sameOrigin(pass.next, first);
}

/** A link of the other side's, as long as it leads to where it came from. */
export function sameOrigin(link: string, from: URL): URL {
  const url = URL.canParse(link, from) ? new URL(link, from) : null;
  const isSame = url !== null && url.origin === from.origin && url.username === "" && url.password === "";
  if (!isSame) throw new SourceTrouble("redirected");
  url.hash = "";
  return url;
}

export function waitOf(trouble: SourceTrouble): number | undefined {
  return trouble instanceof AskedToWait ? trouble.waitMs : undefined;
}
