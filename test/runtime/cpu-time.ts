/** Measures the CPU time of a call, in milliseconds. The elapsed time also depends on other processes of the machine. */
export function cpuMillisecondsOf(work: () => unknown): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
}
