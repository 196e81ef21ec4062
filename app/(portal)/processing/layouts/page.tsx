import type { Metadata } from "next";
import { pageTitle } from "../../../_ui/page-title.ts";
import { LayoutsPage } from "./layouts-page.tsx";

export const generateMetadata = (): Promise<Metadata> => pageTitle("processing.layouts.title");

export default function Page() {
  return <LayoutsPage />;
}
