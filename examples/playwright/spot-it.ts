// Says in words what changed where `toHaveScreenshot` fails: in the error, and as an attachment of the report.
//
//   import { test, expect } from "./spot-it";
//
// SPOT_IT is the command (default: pipeline); SPOT_IT_OPTIONS its options (default: --pack screen --all), as in
// --ignore-text "the clock".

import { execFileSync } from "node:child_process";
import { test as base, type TestInfo } from "@playwright/test";

export { expect } from "@playwright/test";

export const test = base.extend<{ whatChanged: void }>({
  whatChanged: [
    async ({}, use, testInfo) => {
      await use();
      for (const { name, expected, actual } of failedScreenshots(testInfo)) {
        const told = whatChanged(expected, actual);
        await testInfo.attach(`${name}: what changed`, { body: told, contentType: "text/plain" });
        const error = testInfo.errors.find((one) => one.message?.includes(`${name}-actual.png`)) ?? testInfo.errors[0];
        if (error) {
          error.message = `${told}\n\n${error.message ?? ""}`;
          error.stack = `${told}\n\n${error.stack ?? ""}`;
        }
      }
    },
    { auto: true },
  ],
});

/** The sentence, or why there is none: a test must not fail in another way because of it. */
export function whatChanged(expected: string, actual: string): string {
  const [command, ...first] = words(process.env.SPOT_IT ?? "pipeline");
  const options = words(process.env.SPOT_IT_OPTIONS ?? "--pack screen --all");
  try {
    const streams = ["ignore", "pipe", "pipe"] as const;
    return execFileSync(command, [...first, "run", expected, actual, "-q", ...options], {
      encoding: "utf8",
      stdio: [...streams],
      timeout: 60_000,
    }).trim();
  } catch (failure) {
    const { stderr, message } = failure as { stderr?: string; message: string };
    return `Spot It has no answer: ${stderr?.trim() || message}`;
  }
}

/** Pairs of pictures that Playwright has attached where a screenshot was not as expected. */
function failedScreenshots(testInfo: TestInfo): { name: string; expected: string; actual: string }[] {
  const path = new Map(testInfo.attachments.map((one) => [one.name, one.path]));
  return [...path.keys()].flatMap((full) => {
    const name = full.match(/^(.*)-actual\.png$/)?.[1];
    const expected = name && path.get(`${name}-expected.png`);
    const actual = path.get(full);
    return name && expected && actual ? [{ name, expected, actual }] : [];
  });
}

/** Words of a command line; those in double quotes are one. */
function words(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain);
}
