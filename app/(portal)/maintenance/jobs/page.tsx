import type { Metadata } from "next";
import { pageTitle } from "../../../_ui/page-title.ts";
import { JobsPage } from "./jobs-page.tsx";

export const generateMetadata = (): Promise<Metadata> => pageTitle("jobs.title");

export default function Page() {
  return <JobsPage />;
}
