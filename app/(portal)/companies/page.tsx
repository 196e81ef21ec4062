import type { Metadata } from "next";
import { pageTitle } from "../../_ui/page-title.ts";
import { CompaniesPage } from "./companies-page.tsx";

export const generateMetadata = (): Promise<Metadata> => pageTitle("companies.title");

export default function Page() {
  return <CompaniesPage />;
}
