import { oneLine } from "./one-line.ts";
import type { Told } from "./told.ts";
import { pathOf, titleOf, wordsOf } from "./write-mail.ts";

/** The body of a webhook, as docs/alarms.md describes it: English words, moments as ISO 8601 in UTC. */
export function writeWebhook(told: Told): string {
  const { company, alarms, more, portal, at, isTest } = told;
  return JSON.stringify({
    type: isTest ? "alarm.test" : "alarm.told",
    timestamp: at.toISOString(),
    data: {
      company: company === null ? null : { slug: oneLine(company.slug, at), name: company.name },
      alarms: alarms.map(({ id, kind, event, about, raisedAt, endedAt }) => ({
        id,
        event,
        kind,
        about,
        title: titleOf({ kind, about }, "en"),
        since: raisedAt.toISOString(),
        until: endedAt?.toISOString() ?? null,
        todo: wordsOf(kind).todo.en,
      })),
      more,
      portal: portal === null ? null : `${portal}${pathOf(told)}`,
    },
  });
}
