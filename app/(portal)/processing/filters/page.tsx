import type { Metadata } from "next";
import { pageTitle } from "../../../_ui/page-title.ts";
import { FiltersPage } from "./filters-page.tsx";

export const generateMetadata = (): Promise<Metadata> => pageTitle("processing.filters.title");

export default function Page() {
  return <FiltersPage />;
}
