import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** a server; each test file makes its own database from the template `reprise_template` */
    postgresUrl: string;
  }
}

/**
 * One real Postgres for all database tests of a run, with a migrated template database. TEST_DATABASE_URL (a server where
 * databases may be made) replaces the embedded one.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let child: ChildProcess | undefined;
  let folder: string | undefined;
  let url = process.env.TEST_DATABASE_URL;
  if (!url) {
    folder = mkdtempSync(join(tmpdir(), 'reprise-test-'));
    child = spawn(process.execPath, ['scripts/postgres.ts', '--data-dir', folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    url = await new Promise<string>((resolve, reject) => {
      child?.stdout?.once('data', (line: Buffer) =>
        resolve((JSON.parse(line.toString()) as { url: string }).url),
      );
      child?.once('exit', (code) => reject(new Error(`Postgres ended with ${code}`)));
    });
  }
  const server = new pg.Client({ connectionString: url });
  await server.connect();
  await server.query('drop database if exists reprise_template');
  await server.query('create database reprise_template');
  await server.end();
  const template = new URL(url);
  template.pathname = '/reprise_template';
  await promisify(execFile)(process.execPath, ['scripts/migrate.ts'], {
    env: { ...process.env, DATABASE_URL: template.href },
  });
  project.provide('postgresUrl', url);
  return async () => {
    if (child) {
      const ended = new Promise((resolve) => child?.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    }
    if (folder) rmSync(folder, { recursive: true, force: true });
  };
}
