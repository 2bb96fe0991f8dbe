import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';

const PROGRAM = fileURLToPath(new URL('../bin/hookstream.js', import.meta.url));

async function run(args, env = {}) {
  const child = spawn(process.execPath, [PROGRAM, ...args], { env: { PATH: process.env.PATH, ...env } });
  const output = { out: '', err: '' };
  child.stdout.on('data', (data) => (output.out += data));
  child.stderr.on('data', (data) => (output.err += data));
  const [code] = await once(child, 'close');
  return { ...output, code };
}

async function gateway(t, status, body) {
  const paths = [];
  const server = createServer((request, response) => {
    paths.push(request.url);
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return { url: `http://127.0.0.1:${server.address().port}`, paths };
}

const WELL = JSON.stringify({ status: 'ok', components: { store: 'ok' }, processors: [{ name: 'router', lag: 0 }] });

test('health tells how a running gateway is', async (t) => {
  const { url, paths } = await gateway(t, 200, WELL);
  const { code, out, err } = await run(['--base-url', `${url}/`, 'health']);
  assert.deepEqual({ code, err }, { code: 0, err: '' });
  assert.equal(out, 'status: ok\n  store: ok\n  router: 0 behind\n');
  assert.deepEqual(paths, ['/v1/health']);
});

test('--json prints the report as it came', async (t) => {
  const { url } = await gateway(t, 200, WELL);
  const { out } = await run(['--json', 'health'], { HOOKSTREAM_BASE_URL: url });
  assert.deepEqual(JSON.parse(out), JSON.parse(WELL));
});

test('the flag wins over the environment', async (t) => {
  const { url } = await gateway(t, 200, WELL);
  const { code } = await run([`--api-url=${url}`, 'health'], { HOOKSTREAM_API_URL: 'http://127.0.0.1:9' });
  assert.equal(code, 0);
});

test('a gateway that is not ready is a failure', async (t) => {
  const { url } = await gateway(t, 503, '{"status":"starting"}');
  const { code, out, err } = await run(['health'], { HOOKSTREAM_API_URL: url });
  assert.equal(code, 1);
  assert.equal(out, 'status: starting\n');
  assert.match(err, /not ready.*503/);
});

test('a gateway that is not there is named with the reason', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${server.address().port}`;
  server.close();
  await once(server, 'close');
  const { code, err } = await run(['health'], { HOOKSTREAM_BASE_URL: url });
  assert.deepEqual({ code, err }, { code: 1, err: `hookstream: cannot reach ${url}: ECONNREFUSED\n` });
});

test('another server at the address is not taken for a gateway', async (t) => {
  const { url } = await gateway(t, 200, '<html></html>');
  const { code, err } = await run(['health'], { HOOKSTREAM_BASE_URL: url });
  assert.equal(code, 1);
  assert.match(err, /not a health report/);
});

for (const [args, message] of [
  [['--nonsense', 'health'], /unknown option '--nonsense'/],
  [['--base-url'], /--base-url needs a value/],
  [['--base-url', 'ftp://x', 'health'], /not an http or https address/],
  [['frobnicate'], /unknown command 'frobnicate'/],
  [['health', 'now'], /takes no arguments/],
]) {
  test(`refuses: ${args.join(' ')}`, async () => {
    const { code, err } = await run(args);
    assert.equal(code, 2);
    assert.match(err, message);
  });
}

test('--help and --version answer without a gateway', async () => {
  assert.match((await run(['--help'])).out, /^Usage: hookstream/);
  assert.equal((await run(['--version'])).out, '0.1.0\n');
});
