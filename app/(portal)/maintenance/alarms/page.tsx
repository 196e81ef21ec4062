import type { Metadata } from "next";
import { pageTitle } from "../../../_ui/page-title.ts";
import { InstallationAlarmsPage } from "./installation-alarms-page.tsx";

export const generateMetadata = (): Promise<Metadata> => pageTitle("processing.alarms.title");

export default function Page() {
  return <InstallationAlarmsPage />;
}
