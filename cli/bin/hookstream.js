#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { main } from '../src/main.js';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

process.exitCode = await main(process.argv.slice(2), {
  env: process.env,
  version,
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
});
