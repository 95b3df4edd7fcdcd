// pixelmatch, odiff and looks-same, asked about one pair at a time; see peer_processes.py.

import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const read = (PNG, path) => PNG.sync.read(readFileSync(path));

const TOOLS = {
  async pixelmatch() {
    const { default: pixelmatch } = await import("pixelmatch");
    const { PNG } = await import("pngjs");
    return async (before, after) => {
      const [first, second] = [read(PNG, before), read(PNG, after)];
      const count = pixelmatch(first.data, second.data, null, first.width, first.height);
      return { changed: count > 0, score: count / (first.width * first.height) };
    };
  },
  async odiff() {
    const { compare } = await import("odiff-bin");
    const drawn = join(tmpdir(), `odiff-${process.pid}.png`);
    return async (before, after) => {
      const found = await compare(before, after, drawn);
      return { changed: !found.match, score: found.match ? 0 : found.diffPercentage / 100 };
    };
  },
  async "looks-same"() {
    const { default: looksSame } = await import("looks-same");
    return async (before, after) => {
      const found = await looksSame(before, after, { createDiffImage: true });
      return { changed: !found.equal, score: found.equal ? 0 : found.differentPixels / found.totalPixels };
    };
  },
};

const compare = await TOOLS[process.argv[2]]();
const say = (what) => process.stdout.write(JSON.stringify(what) + "\n");
say({ ready: true });
for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  if (asked.memory) {
    say({ memory: process.resourceUsage().maxRSS * 1024 });
    continue;
  }
  const [start, spent] = [process.hrtime.bigint(), process.cpuUsage()];
  const found = await compare(asked.before, asked.after);
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const used = process.cpuUsage(spent);
  // odiff is a program of its own, whose time does not count as this process's.
  const processor = process.argv[2] === "odiff" ? null : (used.user + used.system) / 1e6;
  say({ ...found, seconds, processor });
}
