import type { Metadata } from "next";
import { pageTitle } from "../../_ui/page-title.ts";
import { ExportsPage } from "./exports-page.tsx";

export const generateMetadata = (): Promise<Metadata> => pageTitle("exports.title");

export default function Page() {
  return <ExportsPage />;
}
