// A newcomer's first visit to the documentation, in a real browser: opens /docs/, authorizes, uploads a file and downloads
// it again through "Try it out". Called by run.sh:
//
//   node swagger.mjs <base url> <token> <chromium> <folder for pictures>
//
// Fails on a wrong status, on an error in the page's console, and on any request that leaves the server.
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";

const [baseUrl, token, executablePath, output] = process.argv.slice(2);
if (!output) {
  console.error("usage: swagger.mjs <base url> <token> <chromium> <folder for pictures>");
  process.exit(2);
}
// The library lies in target/, not beside this file; NODE_PATH is for require() only.
const { chromium } = createRequire(path.resolve(output, "package.json"))("playwright-core");

const CONTENT = `Hello from the documentation, ${new Date().toISOString()}\n`;
const FILE_NAME = "first upload.txt";
const folder = mkdtempSync(path.join(tmpdir(), "strongroom-browser-"));
const upload = path.join(folder, FILE_NAME);
writeFileSync(upload, CONTENT);

const context = await chromium.launchPersistentContext(path.join(folder, "profile"), {
  executablePath,
  headless: true,
  viewport: { width: 1400, height: 1600 },
  acceptDownloads: true,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
context.setDefaultTimeout(30_000);

const faults = [];
const page = context.pages()[0] ?? (await context.newPage());
page.on("pageerror", (error) => faults.push(`the page threw: ${error.message}`));
page.on("console", (message) => {
  if (message.type() === "error") faults.push(`the console says: ${message.text()}`);
});
context.on("request", (request) => {
  const url = new URL(request.url());
  if (!["data:", "blob:"].includes(url.protocol) && url.origin !== new URL(baseUrl).origin) {
    faults.push(`a request leaves the server: ${request.url()}`);
  }
});

try {
  // Without the slash, as people type it.
  const opened = await page.goto(`${baseUrl}/docs`, { waitUntil: "networkidle" });
  expect(opened.status() === 200, `/docs answered ${opened.status()}`);
  await page.locator(".opblock").first().waitFor();
  const operations = await page.locator(".opblock").count();
  console.log(`docs: ${operations} operations shown`);

  await page.locator(".scheme-container .btn.authorize").click();
  await page.locator(".auth-container input").fill(token);
  await page.locator(".auth-container .btn.authorize").click();
  await page.locator(".auth-container", { hasText: "Authorized" }).waitFor();
  await page.locator(".auth-btn-wrapper .btn-done").click();
  console.log("authorize: done");

  const uploadBlock = await open("files", "file_upload");
  // Swagger UI writes a sample into every field of a form; what is emptied is not sent.
  for (const field of ["share_id", "folder_id", "name"]) {
    await uploadBlock.locator(`tr[data-property-name="${field}"] input[type=text]`).first().fill("");
  }
  await uploadBlock.locator('tr[data-property-name="metadata"] textarea').fill("");
  for (const remove of await uploadBlock.locator('tr[data-property-name="tags"] .json-schema-form-item-remove').all()) {
    await remove.click();
  }
  await uploadBlock.locator("input[type=file]").setInputFiles(upload);
  const created = await execute(uploadBlock, "POST", "/api/v1/files", 201);
  const file = await created.json();
  expect(file.name === FILE_NAME, `the file is called ${file.name}`);
  expect(file.sha256 === sha256(CONTENT), "the file's digest is not that of what was uploaded");
  await uploadBlock.scrollIntoViewIfNeeded();
  await page.screenshot({ path: path.join(output, "upload.png") });
  console.log(`upload: 201, ${file.id}`);

  const downloadBlock = await open("files", "file_download");
  await downloadBlock.locator('tr[data-param-name="file_id"] input').fill(file.id);
  const answered = await execute(downloadBlock, "GET", `/api/v1/files/${file.id}/content`, 200);
  expect((await answered.text()) === CONTENT, "the content is not what was uploaded");
  await downloadBlock.scrollIntoViewIfNeeded();
  await page.screenshot({ path: path.join(output, "download.png") });
  console.log("download: 200, the same bytes");

  // A newcomer's next step is a reload: the token must still be there.
  await page.reload({ waitUntil: "networkidle" });
  const meBlock = await open("auth", "me_get");
  await execute(meBlock, "GET", "/api/v1/me", 200);
  console.log("reload: still authorized");
} catch (error) {
  await page.screenshot({ path: path.join(output, "failure.png"), fullPage: true }).catch(() => {});
  faults.push(error.stack ?? String(error));
} finally {
  await context.close();
  rmSync(folder, { recursive: true, force: true });
}
if (faults.length > 0) {
  console.error(faults.join("\n"));
  process.exit(1);
}
console.log(`browser: ok; pictures in ${output}`);

/** Unfolds an operation and makes it ready to be tried. */
async function open(tag, operationId) {
  const block = page.locator(`#operations-${tag}-${operationId}`);
  if (!(await block.evaluate((element) => element.classList.contains("is-open")))) {
    await block.locator(".opblock-summary-control").click();
  }
  // Two of them once it is being tried: "Cancel" and "Reset".
  const tryOut = block.locator(".try-out__btn").first();
  await tryOut.waitFor();
  if ((await tryOut.textContent()).trim() === "Try it out") await tryOut.click();
  return block;
}

/** Executes the operation, waits for the answer on the wire and on the page, and returns it. */
async function execute(block, method, pathname, status) {
  const answer = page.waitForResponse(
    (response) => response.request().method() === method && new URL(response.url()).pathname === pathname,
  );
  await block.locator(".btn.execute").click();
  const response = await answer;
  if (response.status() !== status) {
    throw new Error(`${method} ${pathname} answered ${response.status()}: ${await response.text()}`);
  }
  const shown = block.locator(".live-responses-table .response-col_status").last();
  await shown.filter({ hasText: String(status) }).waitFor();
  return response;
}

function expect(holds, otherwise) {
  if (!holds) throw new Error(otherwise);
}

function sha256(text) {
  return createHash("sha256").update(text).digest("hex");
}
