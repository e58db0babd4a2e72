// What a reader sees: pages that ask no host for anything, that pass axe-core in light and dark, whose tables sort, and
// that change while a run works.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [program, folder] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const shots = process.env.PIPETTE_SHOTS;

const SMALL = `title "Pages <b>to look at</b>"
seed 3
use strokes(train: 200, test: 100), then split validation 50
let epochs = 3
net: train mlp[784,20,10] for epochs, then test
expect net.error < 100 %
expect net.error < 0 %
take 9, then plot images
plot net.training-error
sweep n in [20, 40, 80], penalty in [0.01, 1, 100], repeat 2 {
  risk: fit ridge(penalty: penalty) on gaussian(n: n, p: 5, noise: 1), then test
}
plot phase-diagram of risk.squared-error over n and penalty
search rate in 0.01..0.5 log, try 4 by tried.validation-error {
  tried: train mlp[784,9,10] with sgd(rate: rate) for 2 epochs, then test
}
repeat 3 {
  slim: train mlp[784,5,10] for 2 epochs, then test
  wide: train mlp[784,30,10] for 2 epochs, then test
}
`;
const LONG = `title "A long run"
seed 1
train mlp[784,100,10] on strokes(train: 500, test: 100) for 100000 epochs
`;

// ---- The program ----------------------------------------------------------------------------------

const environment = { ...process.env, HOME: folder, XDG_DATA_HOME: folder, PIPETTE_CACHE: join(folder, "cache"), LC_ALL: "C.UTF-8" };

// Runs the program to its end; a claim that fails is no failure here.
function call(...words) {
  try {
    execFileSync(program, words, { cwd: folder, env: environment, stdio: "pipe" });
  } catch (error) {
    assert.equal(error.status, 1, `${words.join(" ")}: ${error.stderr}`);
  }
}

function start(...words) {
  return spawn(program, words, { cwd: folder, env: environment, stdio: ["ignore", "pipe", "ignore"] });
}

// ---- The browser ----------------------------------------------------------------------------------

// A page that notes what it asks for and what goes wrong in it.
async function open(browser, address, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1100, height: 900 }, ...options });
  const page = await context.newPage();
  page.asked = [];
  page.wrong = [];
  context.on("request", (request) => page.asked.push(request.url()));
  page.on("console", (message) => message.type() === "error" && page.wrong.push(message.text()));
  page.on("pageerror", (error) => page.wrong.push(String(error)));
  await page.goto(address);
  return page;
}

// Asked for nothing but what begins like this; nothing went wrong.
function isQuiet(page, ...starts) {
  const strange = page.asked.filter((address) => !["data:", ...starts].some((start) => address.startsWith(start)));
  assert.deepEqual(strange, [], "a page asks for what is not its own");
  assert.deepEqual(page.wrong, [], "something went wrong in a page");
}

async function isAccessible(page, name) {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
    const said = violations.map((it) => `${it.id}: ${it.help}\n  ${it.nodes.slice(0, 3).map((node) => node.html).join("\n  ")}`);
    assert.deepEqual(said, [], `${name}, ${colorScheme}`);
    await shoot(page, `${name}-${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: "light" });
}

async function shoot(page, name) {
  if (!shots) return;
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
}

// The numbers of a column, as they stand below each other.
function column(page, table, number) {
  return page.$$eval(`${table} tbody tr`, (rows, at) => rows.map((row) => row.cells[at].dataset.value ?? row.cells[at].textContent.trim()), number);
}

// ---- What is tested -------------------------------------------------------------------------------

async function report(browser) {
  const file = join(folder, "small.html");
  call("report", "small.pipe", "--output", file);
  const page = await open(browser, pathToFileURL(file).href);
  assert.equal(await page.title(), "Pages <b>to look at</b>");
  await isAccessible(page, "report");
  const table = "#sweeps ~ article:first-of-type table.sortable";
  const before = await column(page, table, 2);
  await page.locator(`${table} th button`).nth(2).click();
  const after = (await column(page, table, 2)).map(Number);
  assert.deepEqual(after, before.map(Number).sort((a, b) => a - b), "a click sorts");
  await page.locator(`${table} th button`).nth(2).click();
  assert.deepEqual((await column(page, table, 2)).map(Number), after.toReversed(), "another click turns the order round");
  assert.equal(await page.locator("#searches ~ article tbody .badge").count(), 1, "one try is chosen");
  assert.match(await page.locator("#pairs ~ div tbody tr").first().innerText(), /slim - wide/);
  await page.setViewportSize({ width: 360, height: 800 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `the page is ${wide} pixels wider than a narrow screen`);
  await shoot(page, "report-narrow");
  await page.setViewportSize({ width: 794, height: 1123 });
  await page.emulateMedia({ media: "print", colorScheme: "light" });
  assert.equal(await page.locator("nav").isVisible(), false, "a printed page has no navigation");
  await shoot(page, "report-print");
  isQuiet(page, "file:");
  await page.context().close();
  const plain = await open(browser, pathToFileURL(file).href, { javaScriptEnabled: false });
  assert.ok(await plain.locator("text=Where the numbers come from").first().isVisible(), "it works without its script");
  await plain.context().close();
}

async function list(browser, address) {
  const page = await open(browser, address);
  await isAccessible(page, "runs");
  await page.locator("th button", { hasText: "took" }).click();
  const took = (await column(page, "table.sortable", 4)).map(Number);
  assert.deepEqual(took, took.toSorted((a, b) => a - b));
  for (const box of await page.locator("input[type=checkbox]").all()) await box.check();
  await page.locator("button[type=submit]").click();
  assert.ok(await page.locator("h1", { hasText: "side by side" }).isVisible());
  await isAccessible(page, "comparison");
  await page.locator("a", { hasText: "All runs" }).click();
  await page.locator("tbody a").first().click();
  assert.ok(await page.locator("h2", { hasText: "Where the numbers come from" }).isVisible());
  isQuiet(page, address);
  await page.context().close();
}

async function refused(browser, address) {
  const page = await (await browser.newContext()).newPage();
  const answer = await page.goto(new URL("/00000000000000000000000000000000/", address).href);
  assert.equal(answer.status(), 403);
  await page.context().close();
}

// A run appears in the open list, its curve grows, and in the end its report stands there; nobody reloads anything.
async function live(browser, address) {
  const page = await open(browser, address);
  writeFileSync(join(folder, "long.pipe"), LONG);
  const run = start("run", "long.pipe", "--offline", "--format", "json");
  try {
    const row = page.locator("tr", { has: page.locator(".badge", { hasText: "running" }) });
    await row.waitFor({ timeout: 20000 });
    await row.locator("a").click();
    const curve = page.locator("figure svg path");
    await curve.first().waitFor({ state: "attached", timeout: 20000 });
    const drawn = () => page.$$eval("figure svg path", (paths) => paths.map((path) => path.getAttribute("d")).join());
    const before = await drawn();
    await page.waitForFunction(
      (before) => [...document.querySelectorAll("figure svg path")].map((path) => path.getAttribute("d")).join() !== before,
      before,
      { timeout: 20000 },
    );
    await isAccessible(page, "live");
  } finally {
    run.kill("SIGINT");
  }
  await page.locator("h2", { hasText: "Where the numbers come from" }).waitFor({ timeout: 20000 });
  isQuiet(page, address);
  await page.context().close();
}

// ---- In this order --------------------------------------------------------------------------------

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  headless: true,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
  ],
});
writeFileSync(join(folder, "small.pipe"), SMALL);
call("run", "small.pipe", "--offline");
call("run", "small.pipe", "--offline", "--set", "epochs=1");
const view = start("view");
try {
  const [address] = await new Promise((found) => createInterface(view.stdout).once("line", (line) => found([line])));
  await report(browser);
  await list(browser, address);
  await refused(browser, address);
  await live(browser, address);
} finally {
  view.kill("SIGINT");
  await browser.close();
}
