import type { Metadata } from "next";
import { pageTitle } from "../../../_ui/page-title.ts";
import { ThresholdsPage } from "./thresholds-page.tsx";

export const generateMetadata = (): Promise<Metadata> => pageTitle("processing.thresholds.title");

export default function Page() {
  return <ThresholdsPage />;
}
