const DEFAULT_API_URL = 'http://localhost:8080';

/** A command line that cannot be understood; its message is for the user. */
export class UsageError extends Error {}

/**
 * Reads the global flags, which stand before the command. `--base-url` and `HOOKSTREAM_BASE_URL` are the documented
 * names; `--api-url` and `HOOKSTREAM_API_URL` mean the same.
 *
 * @returns {{apiUrl: string, json: boolean, help: boolean, version: boolean, command?: string, args: string[]}}
 * @throws {UsageError} for an unknown flag, a flag without its value, or an address that is not http or https
 */
export function parse(argv, env) {
  const options = { json: false, help: false, version: false };
  let url = env.HOOKSTREAM_BASE_URL || env.HOOKSTREAM_API_URL || DEFAULT_API_URL;
  let at = 0;
  for (; at < argv.length && argv[at].startsWith('-'); at++) {
    const [flag, inline] = split(argv[at]);
    switch (flag) {
      case '--json':
      case '--help':
      case '--version':
        if (inline !== undefined) throw new UsageError(`${flag} takes no value`);
        options[flag.slice(2)] = true;
        break;
      case '--api-url':
      case '--base-url':
        url = inline ?? argv[++at];
        if (!url) throw new UsageError(`${flag} needs a value`);
        break;
      default:
        throw new UsageError(`unknown option '${flag}'`);
    }
  }
  return { ...options, apiUrl: address(url), command: argv[at], args: argv.slice(at + 1) };
}

function split(argument) {
  const equals = argument.indexOf('=');
  return equals < 0 ? [argument, undefined] : [argument.slice(0, equals), argument.slice(equals + 1)];
}

function address(text) {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new UsageError(`'${text}' is not an http or https address`);
  }
  return url.href.replace(/\/+$/, '');
}
