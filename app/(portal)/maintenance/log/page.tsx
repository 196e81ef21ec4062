import type { Metadata } from "next";
import { pageTitle } from "../../../_ui/page-title.ts";
import { LogPage } from "./log-page.tsx";

export const generateMetadata = (): Promise<Metadata> => pageTitle("log.title");

export default function Page() {
  return <LogPage />;
}
