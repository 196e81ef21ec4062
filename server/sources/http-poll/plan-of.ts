import type { AuthPlan, Paging, Plan } from "./plan.ts";
import { fillUrl } from "./fill-url.ts";
import { PRESETS } from "./presets/catalogue.ts";
import type { Preset } from "./presets/preset.ts";
import type { HttpPollSettings } from "./settings.ts";

/** What the settings come to. */
export function planOf(settings: HttpPollSettings): Plan {
  const preset: Preset | null = settings.server === "own" ? null : PRESETS[settings.server];
  const { overlapSeconds, everySeconds, windowHours, firstDays, plain } = settings;
  return {
    url: preset === null ? settings.url : urlOf(preset, settings),
    auth: preset === null ? ownAuth(settings) : presetAuth(preset, settings),
    paging: preset?.paging ?? ownPaging(settings),
    times: preset?.times ?? settings.times,
    overlapSeconds: overlapSeconds ?? preset?.overlapSeconds ?? 3_600,
    everySeconds: everySeconds ?? preset?.everySeconds ?? 300,
    windowHours: windowHours ?? preset?.windowHours ?? 24,
    firstDays,
    trust: settings.trust === "pin" ? { by: "pin", pin: settings.pin || null } : { by: "authority" },
    plain,
  };
}

function urlOf(preset: Preset, { url, account }: HttpPollSettings): string {
  return fillUrl(`${url === "" ? preset.origin : new URL(url).origin}${preset.path}`, { account });
}

function presetAuth(preset: Preset, { account, user, tokenUrl }: HttpPollSettings): AuthPlan {
  const { auth } = preset;
  if (auth.kind === "basic") return { kind: "basic", user: user || account };
  const endpoint = tokenUrl || fillUrl(auth.tokenUrl, { account });
  const fetched = { user, scope: auth.scope, tokenUrl: endpoint };
  return auth.kind === "oauth" ? { kind: "oauth", ...fetched, tokenAuth: "form" } : { kind: "oauth-jwt", ...fetched };
}

function ownAuth(settings: HttpPollSettings): AuthPlan {
  const { auth: kind, user, tokenUrl, tokenAuth, scope, audience, keyId, keyName, algorithm } = settings;
  switch (kind) {
    case "none":
    case "bearer":
      return { kind };
    case "basic":
      return { kind, user };
    case "header":
    case "query":
      return { kind, name: keyName };
    case "oauth":
      return { kind, user, tokenUrl, scope, tokenAuth };
    case "oauth-jwt":
      return { kind, user, tokenUrl, scope };
    case "oauth-key":
      return { kind, user, tokenUrl, scope, keyId, algorithm, audience: audience || tokenUrl };
    case "jwt":
      return { kind, user, keyId, algorithm, audience };
  }
}

function ownPaging({ paging: kind, pagingPath }: HttpPollSettings): Paging {
  switch (kind) {
    case "link":
    case "cursor":
      return { kind, path: pagingPath.split("/") };
    case "page":
      return { kind, first: 1 };
    case "none":
    case "offset":
      return { kind };
  }
}
