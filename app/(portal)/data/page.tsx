import type { Metadata } from "next";
import { pageTitle } from "../../_ui/page-title.ts";
import { DataPage } from "./data-page.tsx";

export const generateMetadata = (): Promise<Metadata> => pageTitle("data.title");

export default function Page() {
  return <DataPage />;
}
