import type { Metadata } from "next";
import { pageTitle } from "../../_ui/page-title.ts";
import { AuditPage } from "./audit-page.tsx";

export const generateMetadata = (): Promise<Metadata> => pageTitle("audit.title");

export default function Page() {
  return <AuditPage />;
}
