import type { Metadata } from "next";
import { pageTitle } from "../../_ui/page-title.ts";
import { HealthPage } from "./health-page.tsx";

export const generateMetadata = (): Promise<Metadata> => pageTitle("health.title");

export default function Page() {
  return <HealthPage />;
}
