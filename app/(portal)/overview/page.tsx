import type { Metadata } from "next";
import { pageTitle } from "../../_ui/page-title.ts";
import { OverviewPage } from "./overview-page.tsx";

export const generateMetadata = (): Promise<Metadata> => pageTitle("overview.title");

export default function Page() {
  return <OverviewPage />;
}
