import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Expectations, outcome, type Proof } from './proof';
import { concurrently } from './support/concurrently';
import { ENGINE_RECORD_VARIABLE, readTenancyOutputs, TENANCY } from './support/deployment';
import { People } from './support/people';
import { Random } from './support/random';
import { Saga } from './support/saga';
import { tally } from './support/tally';

/** Users at a time. Each function of the engine is a process, so more would overload a small machine. */
const AT_ONCE = 3;

/** Maximum time between two kills: some functions finish within it, and some do not. */
const MOST_MS_TO_LIVE = 500;

/** Sign-ups whose functions are killed during their work are tenants after the next sign-in at the latest. */
export const workers: Proof = {
  applications: [TENANCY],
  run: async (applicationName, { quick, seed, signal }) => {
    const saga = new Saga(applicationName);
    const people = new People(readTenancyOutputs());
    const expectations = new Expectations();
    const before = await saga.rows();

    const killer = new Killer(new Random(seed));
    const emails = Array.from({ length: quick ? 9 : 60 }, (_, index) => `killed-${index}@example.com`);
    const signedUp = await concurrently(AT_ONCE, emails, (email) => people.signUp(email));
    const killed = await killer.end();
    await saga.settled(signal);
    const users = signedUp.map(({ email, userId }) => ({ email, userId, userName: userId, name: 'Ada' }));
    const beforeSignIn = await tally(saga, users, before);
    expectations.equal('whether any workers were killed', killed > 0, true);

    await concurrently(AT_ONCE, emails, (email) => people.pool.signIn(email));
    await saga.settled(signal);
    const { finished, unfinished, doubled } = await tally(saga, users, before);
    const dead = (await saga.deadLetters()).length;
    expectations.equal('dead letters', dead, 0);
    return outcome({
      sent: users.length,
      faults: killed,
      created: finished.length,
      doubled,
      lost: unfinished.length,
      dead,
      healed: finished.length - beforeSignIn.finished.length,
    }, expectations);
  },
};

/** Kills the processes that run the engine's functions, again and again. */
class Killer {
  private readonly ended = new AbortController();
  private readonly killing: Promise<number>;

  public constructor(private readonly random: Random) {
    this.killing = this.kill();
  }

  /** @returns the number of killed processes */
  public async end(): Promise<number> {
    this.ended.abort();
    return this.killing;
  }

  private async kill(): Promise<number> {
    let killed = 0;
    while (!this.ended.signal.aborted) {
      for (const pid of workerProcesses()) {
        killed += kill(pid) ? 1 : 0;
      }
      await sleep(this.random.between(0, MOST_MS_TO_LIVE));
    }
    return killed;
  }
}

/** Kills a process. @returns whether it still existed */
function kill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}

/** The child processes of the engine that run a function. */
function workerProcesses(): number[] {
  const { pid: engine } = JSON.parse(readFileSync(process.env[ENGINE_RECORD_VARIABLE]!, 'utf8'));
  return execFileSync('ps', ['-A', '-o', 'pid=,ppid=,command='], { encoding: 'utf8' }).split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((process) => process !== null && Number(process[2]) === engine && process[3].includes('_worker.'))
    .map((process) => Number(process![1]));
}
