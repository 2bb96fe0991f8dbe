import { parse, UsageError } from './options.js';

const EXIT = { ok: 0, failed: 1, usage: 2 };
const TIMEOUT_MS = 10_000;

const HELP = `Usage: hookstream [flags] <command>

Commands:
  health            ask the gateway how it is

Flags, before the command:
  --base-url <url>  address of the gateway (HOOKSTREAM_BASE_URL; default http://localhost:8080)
  --json            machine-readable output
  --help            show this help
  --version         show the version`;

/**
 * Runs one command.
 *
 * @param {string[]} argv what stands after the program's name
 * @param {{env: object, version: string, out: (line: string) => void, err: (line: string) => void}} io
 * @returns {Promise<number>} the exit code: 0 done, 1 failed, 2 wrong command line
 */
export async function main(argv, io) {
  try {
    const options = parse(argv, io.env);
    if (options.version) return say(io, io.version);
    if (options.help || options.command === undefined) return say(io, HELP);
    if (options.command !== 'health') throw new UsageError(`unknown command '${options.command}'`);
    if (options.args.includes('--help')) return say(io, HELP);
    if (options.args.length > 0) throw new UsageError(`'health' takes no arguments`);
    return await health(options, io);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.err(`hookstream: ${error.message}`);
    io.err('Try: hookstream --help');
    return EXIT.usage;
  }
}

function say(io, text) {
  io.out(text);
  return EXIT.ok;
}

async function health({ apiUrl, json }, io) {
  let response;
  let text;
  try {
    response = await fetch(`${apiUrl}/v1/health`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    text = await response.text();
  } catch (error) {
    io.err(`hookstream: cannot reach ${apiUrl}: ${reason(error)}`);
    return EXIT.failed;
  }
  const report = parsed(text);
  if (report === undefined) {
    io.err(`hookstream: ${apiUrl} answered ${response.status} with something that is not a health report`);
    return EXIT.failed;
  }
  if (json) io.out(JSON.stringify(report));
  else summary(report).forEach(io.out);
  if (response.ok) return EXIT.ok;
  io.err(`hookstream: not ready: ${apiUrl} answered ${response.status}`);
  return EXIT.failed;
}

function summary({ status, components = {}, processors = [] }) {
  return [
    `status: ${status}`,
    ...Object.entries(components).map(([name, state]) => `  ${name}: ${state?.status ?? state}`),
    ...processors.map(({ name, lag }) => `  ${name}: ${lag} behind`),
  ];
}

function parsed(text) {
  try {
    const value = JSON.parse(text);
    return typeof value?.status === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What fetch hides: the cause's code, such as ECONNREFUSED. */
function reason(error) {
  if (error.name === 'TimeoutError') return `no answer within ${TIMEOUT_MS / 1000} s`;
  return error.cause?.code ?? error.cause?.message ?? error.message;
}
