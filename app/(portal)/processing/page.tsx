import type { Metadata } from "next";
import { pageTitle } from "../../_ui/page-title.ts";
import { StatisticsPage } from "./statistics-page.tsx";

export const generateMetadata = (): Promise<Metadata> => pageTitle("processing.statistics.title");

export default function Page() {
  return <StatisticsPage />;
}
