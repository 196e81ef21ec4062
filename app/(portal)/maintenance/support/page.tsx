import type { Metadata } from "next";
import { pageTitle } from "../../../_ui/page-title.ts";
import { SupportPage } from "./support-page.tsx";

export const generateMetadata = (): Promise<Metadata> => pageTitle("support.title");

export default function Page() {
  return <SupportPage />;
}
