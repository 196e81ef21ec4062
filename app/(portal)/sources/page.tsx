import type { Metadata } from "next";
import { pageTitle } from "../../_ui/page-title.ts";
import { SourcesPage } from "./sources-page.tsx";

export const generateMetadata = (): Promise<Metadata> => pageTitle("sources.title");

export default function Page() {
  return <SourcesPage />;
}
