"use client";
import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "#server/api/router.ts";
import { shortTime } from "../../../_ui/times.ts";
import { useWords } from "../../../_ui/use-words.tsx";
import { useViewer } from "../../../_ui/viewer.tsx";

export type Invitation = inferRouterOutputs<AppRouter>["edges"]["invite"];

/** The code, on the page that asked for it and nowhere else: no address, no storage, no second look. */
export function InvitationShown({ invitation }: { invitation: Invitation }) {
  const words = useWords();
  const { code, endsAt, portalKey } = invitation;
  const { company } = useViewer();
  const time = shortTime(endsAt, company?.timeZone ?? "UTC");
  return (
    <div className="grid gap-2" role="status">
      <p>{words.t("edges.code.help", { time })}</p>
      <code className="min-w-0 rounded-md bg-sunken px-2 py-1.5 text-[12px] break-words select-all">
        npm run -s gallra -- collect --portal {globalThis.location?.origin ?? ""} --code -
      </code>
      <h3>{words.t("edges.code")}</h3>
      <code className="rounded-md bg-sunken px-2 py-1.5 text-[12px] break-all select-all">{code}</code>
      {portalKey === null ? null : (
        <>
          <h3>{words.t("edges.code.key")}</h3>
          <code className="rounded-md bg-sunken px-2 py-1.5 text-[12px] break-all">{portalKey}</code>
        </>
      )}
    </div>
  );
}
