import type { Metadata } from "next";
import { pageTitle } from "../../_ui/page-title.ts";
import { RetentionPage } from "./retention-page.tsx";

export const generateMetadata = (): Promise<Metadata> => pageTitle("retention.title");

export default function Page() {
  return <RetentionPage />;
}
