// A newcomer's first visit to the documentation, in a real browser: opens /docs/, authorizes, uploads a file and downloads
// it again through "Try it out"; then every operation on the files of an organization and on signed URLs. Called by run.sh:
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

  await organizationFiles();

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

/** The files of an organization and signed URLs: every operation, as the page sends it. */
async function organizationFiles() {
  const me = JSON.parse(await call("auth", "me_get", {}, ["GET", "/api/v1/me", 200]));
  const organization_id = me.organization_id;
  const files = `/api/v1/organizations/${organization_id}/files`;
  const last = (text) => text.split("/").at(-1);
  const put = async (made) => {
    const { metadata } = JSON.parse(await made);
    expect(metadata.size_bytes === String(CONTENT.length), `the size is ${metadata.size_bytes}`);
    return last(metadata.name);
  };

  const direct = call("organization_files", "organization_file_upload", { organization_id }, ["POST", `${files}:upload`, 200], upload);
  const first = await put(direct);
  const generated = await call("organization_files", "upload_url_generate", { organization_id }, ["POST", `${files}:generateUploadUrl`, 200], {});
  const uploadToken = last(JSON.parse(generated).upload_uri);
  const stored = call("signed_urls", "signed_upload_put", { token: uploadToken }, ["PUT", `/api/v1/signed/uploads/${uploadToken}`, 200], upload);
  const file = await put(stored);
  const again = await call("signed_urls", "signed_upload_post", { token: uploadToken }, ["POST", `/api/v1/signed/uploads/${uploadToken}`, 409], upload);
  expect(JSON.parse(again).code === "SIGNED_URL_USED", "a used URL is told otherwise");
  // A browser reports what was refused.
  forgive("409");
  console.log("signed upload: 200, then 409");

  const listed = JSON.parse(await call("organization_files", "organization_file_list", { organization_id }, ["GET", files, 200]));
  for (const id of [first, file]) {
    expect(listed.data.some((one) => last(one.name) === id), `${id} is not in the list`);
  }
  const got = await call("organization_files", "organization_file_get", { organization_id, file }, ["GET", `${files}/${file}/metadata`, 200]);
  expect(last(JSON.parse(got).name) === file, "the metadata are another file's");
  const content = await call("organization_files", "organization_file_download", { organization_id, file }, ["GET", `${files}/${file}:download`, 200]);
  expect(content.trim() === CONTENT.trim(), "the content is not what was uploaded");
  await call("organization_files", "organization_file_download_head", { organization_id, file }, ["HEAD", `${files}/${file}:download`, 200]);

  const lent = await call("organization_files", "download_url_generate", { organization_id, file }, ["POST", `${files}/${file}:generateDownloadUrl`, 200], {
    expire_duration: "60s",
  });
  const token = last(JSON.parse(lent).download_uri);
  const signed = `/api/v1/signed/downloads/${token}`;
  const downloaded = await call("signed_urls", "signed_download", { token }, ["GET", signed, 200]);
  expect(downloaded.trim() === CONTENT.trim(), "the signed content is not what was uploaded");
  await call("signed_urls", "signed_download_head", { token }, ["HEAD", signed, 200]);
  console.log("signed download: 200, the same bytes");

  const urls = JSON.parse(await call("signed_urls", "signed_url_list", {}, ["GET", "/api/v1/signed-urls", 200]));
  const signed_url_id = urls.data.find((url) => url.file_id === file).id;
  await call("signed_urls", "signed_url_revoke", { signed_url_id }, ["DELETE", `/api/v1/signed-urls/${signed_url_id}`, 204]);
  await call("signed_urls", "signed_urls_revoke", {}, ["POST", "/api/v1/signed-urls:revoke", 200], { file_id: file });
  await call("signed_urls", "signed_download", { token }, ["GET", signed, 403]);
  forgive("403");
  await call("organization_files", "organization_file_delete", { organization_id, file }, ["DELETE", `${files}/${file}`, 200]);
  await page.screenshot({ path: path.join(output, "organization-files.png") });
  console.log("organization files: every operation executed");
}

/**
 * Fills in the parameters and the body (a file's path, or JSON) of an operation, executes it, and answers what the page shows
 * of the answer's body: the browser does not keep every body for those who look over its shoulder.
 */
async function call(tag, operationId, parameters, [method, pathname, status], body) {
  const block = await open(tag, operationId);
  for (const [name, value] of Object.entries(parameters)) {
    await block.locator(`tr[data-param-name="${name}"] input`).fill(value);
  }
  if (typeof body === "string") {
    await block.locator("input[type=file]").setInputFiles(body);
  } else if (body !== undefined) {
    await block.locator("textarea.body-param__text").fill(JSON.stringify(body));
  }
  await execute(block, method, pathname, status);
  if (method === "HEAD" || status === 204) return "";
  return block.locator(".live-responses-table .response-col_description .highlight-code pre").first().textContent();
}

/** Takes back what the console said of an answer that was to be refused. */
function forgive(status) {
  const at = faults.findIndex((fault) => fault.includes(`status of ${status}`));
  if (at >= 0) faults.splice(at, 1);
}

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
