import type { Metadata } from "next";
import { pageTitle } from "../../../_ui/page-title.ts";
import { InstallationAuditPage } from "./installation-audit-page.tsx";

export const generateMetadata = (): Promise<Metadata> => pageTitle("maintenance.audit.title");

export default function Page() {
  return <InstallationAuditPage />;
}
