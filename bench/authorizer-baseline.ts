import { spawn } from 'node:child_process';
import * as path from 'node:path';
import { createInterface } from 'node:readline';
import type { Benchmark } from './benchmark';
import { startKeyServer } from './key-server';
import { alternate, describe, type Subject } from './measure';
import { startSubjects } from './subjects/start';
import { issueToken } from './token';
import { environmentWithoutAws } from '../local/engine/environment';
import { preparePython } from '../local/engine/python';
import { printedStep } from '../local/process/progress';
import { DEFAULT_CACHE_DIRECTORY } from '../local/process/state-directory';
import { CLIENT_ID, METHOD_ARN, TENANT_ID } from '../test/runtime/events';

const ROUNDS = 40;
const CALLS = 200;
const WARM_UP_CALLS = 5_000;
const TARGET_RATIO = 50;

/** The authorizer compared with the article's, which fetches the keys in each call, here from a server on the same machine. */
export const authorizerBaseline: Benchmark = {
  name: 'authorizer-baseline',
  run: async (signal) => {
    const { idToken, keySet, environment } = await issueToken();
    const keys = await startKeyServer(keySet);
    const process = await startSubjects('authorizer', environment);
    const article = await startArticle(idToken, keys.url, keys.trustedCertificates);
    try {
      await alternate(signal, 1, process.subject('authorizer', WARM_UP_CALLS), article.subject);
      const [ours, reference] = await alternate(signal, ROUNDS, process.subject('authorizer', CALLS), article.subject);
      const ratio = reference.median / ours.median;
      return [{
        figure: 'authorizer, one warm call',
        measured: describe(ours),
        reference: `${describe(reference)} the article's, its key server on this machine`,
        result: `${ratio.toFixed(0)} times faster`,
        target: `>= ${TARGET_RATIO} times faster`,
        holds: ratio >= TARGET_RATIO,
      }];
    } finally {
      article.end();
      process.end();
      keys.end();
    }
  },
};

async function startArticle(token: string, keySetUrl: string, trustedCertificates: string): Promise<{ subject: Subject; end: () => void }> {
  const python = await preparePython(DEFAULT_CACHE_DIRECTORY, printedStep, new AbortController().signal, {
    purpose: "the article's authorizer", name: 'python-article', requirements: [path.join(__dirname, 'subjects', 'article-requirements.txt')],
  });
  const child = spawn(python, [path.join(__dirname, 'subjects', 'article_authorizer.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      ...environmentWithoutAws(),
      ARTICLE_FUNCTIONS: path.join(__dirname, 'apps', 'article', 'functions'),
      JWKS_URL: keySetUrl,
      AUDIENCE: CLIENT_ID,
      SSL_CERT_FILE: trustedCertificates,
      BENCH_EVENT: JSON.stringify({ headers: { authorization: `Bearer ${token}` }, pathParameters: { tenantId: TENANT_ID }, methodArn: METHOD_ARN }),
    },
  });
  const answers = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    subject: async () => {
      child.stdin.write('1\n');
      const { value, done } = await answers.next();
      if (done) throw new Error("The process with the article's authorizer ended. Its output is above.");
      return JSON.parse(value);
    },
    end: () => child.kill(),
  };
}
