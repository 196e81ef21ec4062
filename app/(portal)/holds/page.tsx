import type { Metadata } from "next";
import { pageTitle } from "../../_ui/page-title.ts";
import { HoldsPage } from "./holds-page.tsx";

export const generateMetadata = (): Promise<Metadata> => pageTitle("holds.title");

export default function Page() {
  return <HoldsPage />;
}
