import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { webInstallation } from "#server/api/installation.ts";
import { sessionOf } from "#server/api/request.ts";
import type { Session } from "#server/auth/session.ts";
import { reachOf } from "#server/domain/permissions.ts";
import { Frame } from "../_ui/frame/frame.tsx";
import { Queries } from "../_ui/queries.tsx";
import { ReportErrors } from "../_ui/report-errors.tsx";
import { StepUp } from "../_ui/step-up.tsx";
import { type Viewer, ViewerProvider } from "../_ui/viewer.tsx";
import { ForcedChange } from "./me/forced-change.tsx";

/** Every page of the portal stands behind a session; what it shows, its procedures decide one by one. */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  const session = await sessionOf(await webInstallation(), await headers());
  if (session === null) redirect("/sign-in");
  return (
    <ViewerProvider viewer={viewerOf(session)}>
      <Queries>
        {session.changeForced ? <ForcedChange /> : <Frame>{children}</Frame>}
        <StepUp />
        <ReportErrors />
      </Queries>
    </ViewerProvider>
  );
}

function viewerOf({ actor, company, email, mustChangePassword }: Session): Viewer {
  const reach = reachOf(actor.profile);
  return {
    name: actor.name,
    email,
    profile: actor.profile,
    ownProfile: actor.ownProfile?.name ?? null,
    permissions: [...actor.permissions],
    company:
      company === null ? null : { id: company.id, name: company.name, slug: company.slug, timeZone: company.timeZone },
    manyCompanies: reach === "installation" || reach === "reseller",
    mustChangePassword,
  };
}
